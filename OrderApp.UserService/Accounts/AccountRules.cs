using System.Net.Mail;
using OrderApp.ServiceDefaults;

namespace OrderApp.Users.Accounts;

/// <summary>What the fields of an account may be. Each method answers what it was given, or refuses it with INVALID_ARGUMENT.</summary>
internal static class AccountRules
{
    private const int MaxEmailLength = 254;
    private const int MaxNameLength = 200;
    private const int MaxRequestIdLength = 255;
    private const int MinPasswordLength = 8;
    private const int MaxPasswordLength = 256;
    private const int MinDifferentCharacters = 4;

    public static string Email(string email)
    {
        TextRules.Check("email", email, MaxEmailLength, required: true, oneLine: true);
        // Just the address: no name beside it, and nothing that must be quoted.
        if (!email.Any(char.IsWhiteSpace) && !email.Contains('"', StringComparison.Ordinal)
            && MailAddress.TryCreate(email, out var address) && address.Address == email)
        {
            return email;
        }

        throw GrpcErrors.InvalidArgument("email", "is not an email address");
    }

    public static string Name(string name) => TextRules.Check("name", name, MaxNameLength, required: true, oneLine: true);

    public static string Query(string query) => TextRules.Check("query", query, MaxEmailLength, oneLine: true);

    public static string Language(string language) => language switch
    {
        "" => "en",
        "en" or "ru" => language,
        _ => throw GrpcErrors.InvalidArgument("language", "must be en or ru"),
    };

    public static string? RequestId(string requestId) =>
        requestId.Length == 0 ? null : TextRules.Check("request_id", requestId, MaxRequestIdLength, oneLine: true);

    /// <summary>A password that is to be set.</summary>
    public static string NewPassword(string field, string password, string? email = null)
    {
        Password(field, password);
        if (password.Length < MinPasswordLength)
            throw GrpcErrors.InvalidArgument(field, $"must have at least {MinPasswordLength} characters");
        if (CommonPasswords.Contains(password) || password.Distinct().Count() < MinDifferentCharacters
            || string.Equals(password, email, StringComparison.OrdinalIgnoreCase))
        {
            throw GrpcErrors.InvalidArgument(field, "is too easy to guess");
        }

        return password;
    }

    /// <summary>A password that is to be compared: its length is bounded, so that hashing it is.</summary>
    public static string Password(string field, string password) => password.Length switch
    {
        0 => throw GrpcErrors.InvalidArgument(field, "must not be empty"),
        > MaxPasswordLength => throw GrpcErrors.InvalidArgument(field, $"must not be longer than {MaxPasswordLength} characters"),
        _ => password,
    };

    public static Guid AccountId(string id) =>
        Guid.TryParseExact(id, "D", out var parsed) ? parsed : throw GrpcErrors.InvalidArgument("account_id", "is not a UUID");

    private static class CommonPasswords
    {
        private static readonly HashSet<string> Lines = Read();

        public static bool Contains(string password) => Lines.Contains(password);

        private static HashSet<string> Read()
        {
            using var reader = new StreamReader(typeof(AccountRules).Assembly.GetManifestResourceStream("common-passwords.txt")!);
            return new(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.OrdinalIgnoreCase);
        }
    }
}
