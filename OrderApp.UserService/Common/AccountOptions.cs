using System.ComponentModel.DataAnnotations;

namespace OrderApp.Users.Common;

/// <summary>The settings under <c>Accounts</c>.</summary>
internal sealed class AccountOptions
{
    /// <summary>What stands in tokens as their issuer ("iss"); every service must expect the same.</summary>
    [Required]
    public Uri Issuer { get; set; } = new("http://localhost:5000/");

    /// <summary>Whether an account can be used only when its address is confirmed. Default: true, in Development false.</summary>
    public bool? RequireConfirmedEmail { get; set; }

    /// <summary>How often a password is hashed (PBKDF2 with HMAC-SHA512). OWASP's recommendation is 210,000; Identity's default 100,000.</summary>
    [Range(100_000, 10_000_000)]
    public int PasswordIterations { get; set; } = 210_000;

    /// <summary>Wrong passwords in a row that lock an account.</summary>
    [Range(1, 100)]
    public int WrongPasswords { get; set; } = 5;

    /// <summary>How long an account is locked.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LockedFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>When a refused sign-in is answered, counted from its beginning: what it was refused for takes less.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan RefusedAfter { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>SignIn, Register and RequestPasswordReset from one network address (IPv6: /64) in five minutes, on each replica.</summary>
    [Range(1, int.MaxValue)]
    public int CallsPerAddress { get; set; } = 100;

    /// <summary>The same calls for one email address in five minutes, on each replica.</summary>
    [Range(1, int.MaxValue)]
    public int CallsPerEmail { get; set; } = 20;

    /// <summary>Networks ("10.0.0.0/8") whose X-Forwarded-For and X-Forwarded-Proto are believed, beside this machine itself.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>How long an access token is valid.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a refresh token is valid.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a refresh token may be used again, for callers whose answer was lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan RefreshTokenReuse { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The age at which the keys of the token server are replaced.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan ReplaceKeysAfter { get; set; } = TimeSpan.FromDays(90);

    /// <summary>A PKCS#12 file whose certificate protects the keys that are kept in the database.</summary>
    public string? KeyCertificatePath { get; set; }

    /// <summary>The file's password.</summary>
    public string? KeyCertificatePassword { get; set; }

    /// <summary>The first operator's account, made at start where there is none.</summary>
    public OperatorOptions Operator { get; } = new();

    /// <summary>Those who may ask for tokens, by client_id.</summary>
    public IDictionary<string, ClientOptions> Clients { get; } = new Dictionary<string, ClientOptions>(StringComparer.Ordinal);
}

/// <summary>The settings under <c>Accounts:Operator</c>.</summary>
internal sealed class OperatorOptions
{
    public string? Email { get; set; }

    public string? Password { get; set; }
}

/// <summary>The settings under <c>Accounts:Clients:CLIENT_ID</c>.</summary>
internal sealed class ClientOptions
{
    /// <summary>Its secret; without one it is public, and can only ask in the name of a person. With one it may ask in its own (client credentials).</summary>
    public string? Secret { get; set; }

    /// <summary>The roles of the tokens in its own name: service, operator.</summary>
    public IList<string> Roles { get; } = [];

    /// <summary>The scopes it may ask for, of openid, profile, email, offline_access. None given: all.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>Where people are sent back to with their code (authorization code with PKCE).</summary>
    public IList<Uri> RedirectUris { get; } = [];
}
