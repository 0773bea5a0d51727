using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OrderApp.ServiceDefaults;
using OrderApp.Users.Accounts;
using OrderApp.ServiceDefaults.Callers;
using OrderApp.ServiceDefaults.Mail;
using OrderApp.Users.Common;
using OrderApp.Users.Keys;
using OrderApp.Users.Mail;
using OrderApp.Users.Offers;
using OrderApp.Users.Storage;
using OrderApp.Users.Tokens;

namespace OrderApp.Users;

/// <summary>What accounts are made of.</summary>
internal static class UserSetup
{
    /// <summary>The name of the connection string.</summary>
    public const string Database = "userdb";

    private static readonly string[] Languages = ["en", "ru"];

    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AccountOptions>().BindConfiguration("Accounts").ValidateDataAnnotations().ValidateOnStart();
        builder.AddServiceDatabase<UserDbContext>(Database);
        builder.AddKeyProtection();
        builder.ConfigureTokenCheck((bearer, provider) =>
        {
            // This service need not ask for the keys: it has them.
            var keys = provider.GetRequiredService<ServerKeys>();
            bearer.TokenValidationParameters.ValidIssuer = provider.GetRequiredService<IOptions<AccountOptions>>().Value.Issuer.AbsoluteUri;
            bearer.TokenValidationParameters.IssuerSigningKeyResolver = (_, _, id, _) => keys.Signing.Where(key => key.KeyId == id);
        });
        services.AddAuthentication().AddSignInCookie(builder.Environment);
        AddIdentity(services);
        services.AddTokenServer();

        services.AddSingleton<DatabaseLock>();
        services.AddSingleton<AccountMetrics>();
        services.AddSingleton<RequestLimits>();
        services.AddSingleton<EmailConfirmation>();
        services.AddSingleton<PasswordHashing>();
        services.AddScoped<LinkTokens>();
        services.AddScoped<PasswordCheck>();
        services.AddScoped<Passwords>();
        services.AddScoped<Registration>();
        services.AddScoped<Deletion>();
        services.AddScoped<AccountList>();
        services.AddScoped<AccountExport>();
        services.AddScoped<MailReceivers>();
        services.AddScoped<FirstOperator>();
        services.AddScoped<Outbox>();
        services.AddScoped<MailComposer>();
        services.AddRazorPages();

        services.AddSingleton<Preparation>();
        services.AddHostedService(provider => provider.GetRequiredService<Preparation>());
        services.AddHealthChecks().AddCheck<Preparation>("accounts");
        builder.AddMails<Outbox, MailRow>();
        services.ReadKeysWhenNeeded();
    }

    public static void MapAccounts(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment() && string.IsNullOrEmpty(app.Services.GetRequiredService<IOptions<AccountOptions>>().Value.KeyCertificatePath))
            Log.KeysOpen(app.Logger);
        app.UseForwardedHeaders(Forwarding(app.Services.GetRequiredService<IOptions<AccountOptions>>().Value));
        app.UseMiddleware<ConnectPages>();
        app.UseRequestLocalization(options => options.SetDefaultCulture("en").AddSupportedCultures(Languages).AddSupportedUICultures(Languages));
        // The token server's own addresses; by itself this would run before all others.
        app.UseAuthentication();
        app.UseCallerAuthentication();
        app.MapGrpcService<AccountGrpcService>();
        app.MapMethods(TokenSetup.AuthorizationPath, [HttpMethods.Get, HttpMethods.Post], AuthorizeEndpoint.HandleAsync).AllowAnonymous();
        app.MapRazorPages();
    }

    private static void AddIdentity(IServiceCollection services)
    {
        // Singletons, as they hold nothing of a call.
        services.AddSingleton<IPasswordHasher<AccountRow>, PasswordHasher<AccountRow>>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<AccountOptions>>(
            (hasher, accounts) => hasher.IterationCount = accounts.Value.PasswordIterations);
        services.Configure<DataProtectionTokenProviderOptions>(token => token.TokenLifespan = LinkTokens.PasswordLifetime);
        services.AddIdentityCore<AccountRow>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                identity.User.AllowedUserNameCharacters = "";
                identity.Tokens.EmailConfirmationTokenProvider = LinkTokens.EmailProvider;
            })
            .AddEntityFrameworkStores<UserDbContext>()
            .AddTokenProvider<DataProtectorTokenProvider<AccountRow>>(TokenOptions.DefaultProvider)
            .AddTokenProvider<EmailTokenProvider>(LinkTokens.EmailProvider);
    }

    private static ForwardedHeadersOptions Forwarding(AccountOptions accounts)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        foreach (var network in accounts.TrustedProxies)
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        return options;
    }
}
