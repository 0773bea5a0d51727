using Microsoft.AspNetCore;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OrderApp.Users.Common;
using OrderApp.Users.Keys;
using OrderApp.Users.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace OrderApp.Users.Tokens;

/// <summary>The token server (OpenID Connect), by OpenIddict.</summary>
internal static class TokenSetup
{
    public const string AuthorizationPath = "connect/authorize";

    public static void AddTokenServer(this IServiceCollection services)
    {
        services.AddSingleton<ServerKeys>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider => provider.GetRequiredService<ServerKeys>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(provider => provider.GetRequiredService<ServerKeys>());
        services.AddOptions<OpenIddictServerOptions>().Configure<IOptions<AccountOptions>>((server, accounts) =>
        {
            server.Issuer = accounts.Value.Issuer;
            server.AccessTokenLifetime = accounts.Value.AccessTokenLifetime;
            server.RefreshTokenLifetime = accounts.Value.RefreshTokenLifetime;
            server.RefreshTokenReuseLeeway = accounts.Value.RefreshTokenReuse;
            // It protects nothing from who reads the request.
            server.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);
        });
        services.AddScoped<TokenServer>();
        services.AddScoped<Clients>();

        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<UserDbContext>())
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris(AuthorizationPath)
                    .SetTokenEndpointUris(TokenServer.TokenPath)
                    .SetRevocationEndpointUris(TokenServer.RevocationPath);
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange()
                    .AllowRefreshTokenFlow()
                    .AllowClientCredentialsFlow()
                    .AllowCustomFlow(TokenServer.AccountGrant);
                server.RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.OfflineAccess);
                server.RegisterClaims(Claims.Name, Claims.Email, Claims.EmailVerified, Claims.Role);
                // Services read access tokens without asking here.
                server.DisableAccessTokenEncryption();
                server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseScopedHandler<TokenRequests>());
                server.AddEventHandler<HandleConfigurationRequestContext>(handler => handler.UseInlineHandler(HideAccountGrant).SetOrder(int.MaxValue));
                // A request from within is answered by the response it leaves behind.
                server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseInlineHandler(context => Answer(context)));
                server.AddEventHandler<ApplyRevocationResponseContext>(handler => handler.UseInlineHandler(context => Answer(context)));
                // Within the cluster the services speak HTTP; TLS ends before it.
                server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
            });
    }

    private static ValueTask Answer(BaseRequestContext context)
    {
        if (context.Transaction.GetHttpRequest() is null)
            context.HandleRequest();
        return default;
    }

    private static ValueTask HideAccountGrant(HandleConfigurationRequestContext context)
    {
        context.GrantTypes.Remove(TokenServer.AccountGrant);
        return default;
    }
}
