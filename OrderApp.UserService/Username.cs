using System.Globalization;
using System.Text;
using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Users;

/// <summary>What may be a user's name: text of 1 to 100 characters that stays on its line wherever it is written.</summary>
internal static class Username
{
    private const string Field = "username";
    private const int MaxLength = 100;

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the name is empty, too long or holds control characters.</exception>
    public static string Check(string username)
    {
        if (username.Length == 0)
            throw GrpcErrors.InvalidArgument(Field, "must not be empty");

        var length = 0;
        foreach (var character in username.EnumerateRunes())
        {
            if (++length > MaxLength)
                throw GrpcErrors.InvalidArgument(Field, $"must not be longer than {MaxLength} characters");
            if (IsControl(character))
                throw GrpcErrors.InvalidArgument(Field, $"must not hold control characters (U+{character.Value:X4})");
        }

        return username;
    }

    // Besides Unicode's own category: line and paragraph separators, and what turns the direction of the text around it.
    private static bool IsControl(Rune character) =>
        Rune.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || character.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
