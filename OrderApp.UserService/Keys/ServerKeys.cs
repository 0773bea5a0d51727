using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using OrderApp.Users.Common;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Keys;

/// <summary>
/// The keys of the token server, which all replicas read from the database: RSA keys that sign access tokens, and symmetric ones that encrypt what
/// only this service reads (codes, refresh tokens).
/// </summary>
internal sealed class ServerKeys(IDataProtectionProvider protection, IOptions<AccountOptions> options, TimeProvider time)
    : IConfigureOptions<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictServerOptions>, IDisposable
{
    // A new key is shown this long before it signs, so that who verifies has read it by then.
    private static readonly TimeSpan ShownBefore = TimeSpan.FromHours(1);
    private readonly IDataProtector protector = protection.CreateProtector("OrderApp.Users.ServerKeys");
    private CancellationTokenSource change = new();
    private volatile ServerKey[] keys = [];

    string IOptionsChangeTokenSource<OpenIddictServerOptions>.Name => Options.DefaultName;

    /// <summary>Whether the keys have been read; until then no token can be given.</summary>
    public bool AreRead => keys.Length > 0;

    /// <summary>The keys by which a token may be signed; the one that signs new ones comes first.</summary>
    public IEnumerable<SecurityKey> Signing => Of(ServerKey.SigningKind);

    /// <summary>Reads the keys, and makes new ones where there are none or they are old. Only who holds the <see cref="DatabaseLock"/> may call this.</summary>
    public async Task ReadAsync(UserDbContext database, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await database.ServerKeys.ToListAsync(cancellationToken);
        foreach (var kind in ServerKey.Kinds)
        {
            var oldest = now - options.Value.ReplaceKeysAfter;
            if (!rows.Any(row => row.Kind == kind && row.CreateTime > oldest))
                rows.Add(database.ServerKeys.Add(ServerKey.Make(kind, now, protector)).Entity);
            // What a replaced key has signed or encrypted expires before it goes.
            var gone = oldest - ShownBefore - options.Value.RefreshTokenLifetime - TimeSpan.FromDays(1);
            foreach (var row in rows.Where(row => row.Kind == kind && row.CreateTime < gone).ToList())
            {
                database.ServerKeys.Remove(row);
                rows.Remove(row);
            }
        }

        await database.SaveChangesAsync(cancellationToken);
        var read = rows.OrderByDescending(row => row.CreateTime <= now - ShownBefore).ThenByDescending(row => Age(row, now))
            .Select(row => ServerKey.Read(row, protector)).ToArray();
        if (read.Select(key => key.Id).SequenceEqual(keys.Select(key => key.Id)))
            return;
        keys = read;
        using var before = Interlocked.Exchange(ref change, new());
        await before.CancelAsync();
    }

    /// <summary>The order of the credentials is that of <see cref="keys"/>: the server takes the first that fits.</summary>
    void IConfigureOptions<OpenIddictServerOptions>.Configure(OpenIddictServerOptions server)
    {
        foreach (var key in Signing)
            server.SigningCredentials.Add(new(key, SecurityAlgorithms.RsaSha256));
        foreach (var key in Of(ServerKey.EncryptionKind))
            server.EncryptionCredentials.Add(Encrypting(key));
        if (AreRead)
            return;
        // The server's options must hold keys to be valid. These live only until the keys have been read, and protect nothing: what is given
        // before is refused (see Preparation), and would need the database.
        server.SigningCredentials.Add(new(new ECDsaSecurityKey(System.Security.Cryptography.ECDsa.Create()), SecurityAlgorithms.EcdsaSha256));
        server.EncryptionCredentials.Add(Encrypting(new SymmetricSecurityKey(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32))));
    }

    IChangeToken IOptionsChangeTokenSource<OpenIddictServerOptions>.GetChangeToken() => new CancellationChangeToken(change.Token);

    public void Dispose() => change.Dispose();

    // Of those that have been shown long enough the youngest comes first; of those that have not, the oldest.
    private static TimeSpan Age(ServerKeyRow row, DateTimeOffset now)
    {
        var age = now - row.CreateTime;
        return age >= ShownBefore ? -age : age;
    }

    private static EncryptingCredentials Encrypting(SecurityKey key) =>
        new(key, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512);

    private IEnumerable<SecurityKey> Of(string kind) => keys.Where(key => key.Kind == kind).Select(key => key.Key);
}
