using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using OrderApp.Users.Common;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Keys;

/// <summary>The data protection keys: kept in the database, so that replicas and restarts share them.</summary>
internal static class KeyProtection
{
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(90);

    public static void AddKeyProtection(this WebApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection()
            .SetApplicationName("OrderApp.UserService")
            .SetDefaultKeyLifetime(KeyLifetime)
            .PersistKeysToDbContext<UserDbContext>();
        var path = builder.Configuration[$"Accounts:{nameof(AccountOptions.KeyCertificatePath)}"];
        if (string.IsNullOrEmpty(path))
            return;
        var password = builder.Configuration[$"Accounts:{nameof(AccountOptions.KeyCertificatePassword)}"];
        protection.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(path, password));
    }

    /// <summary>
    /// Keeps data protection from reading the keys when the service starts, perhaps before the database has its schema: it would tell of that as an
    /// error, or make a key beside that of another replica. To be called when all else is added, as more than one of it adds this.
    /// </summary>
    public static void ReadKeysWhenNeeded(this IServiceCollection services)
    {
        foreach (var reader in services.Where(service => service.ImplementationType?.Name == "DataProtectionHostedService").ToList())
            services.Remove(reader);
    }

    /// <summary>Makes the first key. Replicas that start together would each make one. Only who holds the <see cref="DatabaseLock"/> may call this.</summary>
    public static void EnsureKey(this IKeyManager manager, TimeProvider time)
    {
        if (manager.GetAllKeys().Count == 0)
            manager.CreateNewKey(time.GetUtcNow(), time.GetUtcNow() + KeyLifetime);
    }
}
