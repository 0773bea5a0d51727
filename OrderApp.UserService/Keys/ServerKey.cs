using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Keys;

/// <summary>One key of the token server.</summary>
internal sealed record ServerKey(string Id, string Kind, SecurityKey Key)
{
    public const string SigningKind = "signing";
    public const string EncryptionKind = "encryption";
    private const int RsaBits = 2048;
    private const int SymmetricBytes = 32;

    public static IReadOnlyList<string> Kinds { get; } = [SigningKind, EncryptionKind];

    public static ServerKeyRow Make(string kind, DateTimeOffset now, IDataProtector protector) => new()
    {
        Id = Guid.CreateVersion7().ToString("N"), Kind = kind, CreateTime = now, ProtectedKey = protector.Protect(kind == SigningKind ? MakeRsa() : RandomNumberGenerator.GetBytes(SymmetricBytes)),
    };

    public static ServerKey Read(ServerKeyRow row, IDataProtector protector)
    {
        var bytes = protector.Unprotect(row.ProtectedKey);
        if (row.Kind != SigningKind)
            return new(row.Id, row.Kind, new SymmetricSecurityKey(bytes) { KeyId = row.Id });
        // The key lives as long as it may sign: the process.
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(bytes, out _);
        return new(row.Id, row.Kind, new RsaSecurityKey(rsa) { KeyId = row.Id });
    }

    private static byte[] MakeRsa()
    {
        using var rsa = RSA.Create(RsaBits);
        return rsa.ExportPkcs8PrivateKey();
    }
}
