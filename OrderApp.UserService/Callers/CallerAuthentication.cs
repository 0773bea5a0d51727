using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OrderApp.Users.Callers;

/// <summary>
/// How a service knows who is asking: by an access token in the header Authorization. A call without one is anonymous; a token that is not valid is
/// refused, also where none is needed, so that nobody acts as nobody by mistake.
/// </summary>
public static class CallerAuthentication
{
    /// <summary>What tokens for the shop's services have as "aud".</summary>
    public const string Audience = "orderapp";

    /// <summary>Longer tokens are refused unread. Ours have about 800 bytes.</summary>
    public const int MaxTokenBytes = 8 * 1024;

    // Larger headers break the HTTP/2 connection with all the calls on it; up to here only the call with the token is refused.
    private const int MaxHeaderBytes = 256 * 1024;
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Adds the check of tokens and the <see cref="Policies"/>. The keys are read from the discovery document of <c>Auth:Authority</c>, the issuer is that
    /// which it names, unless <paramref name="configure"/> says otherwise.
    /// </summary>
    public static WebApplicationBuilder AddCallerAuthentication(this WebApplicationBuilder builder, Action<JwtBearerOptions, IServiceProvider>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<KnownTokens>();
        builder.Services.Configure<KestrelServerOptions>(server =>
        {
            server.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            server.Limits.Http2.MaxRequestHeaderFieldSize = MaxHeaderBytes;
        });
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<IServiceProvider>((options, services) =>
        {
            if (builder.Configuration["Auth:Authority"] is { Length: > 0 } authority)
                options.MetadataAddress = $"{authority.TrimEnd('/')}/.well-known/openid-configuration";
            // Within the cluster the services speak HTTP.
            options.RequireHttpsMetadata = false;
            options.MapInboundClaims = false;
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(new JsonWebTokenHandler { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxTokenBytes });
            options.TokenValidationParameters = new()
            {
                ValidAudience = Audience,
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
                ValidTypes = ["at+jwt"],
                ClockSkew = ClockSkew,
                NameClaimType = "sub",
                RoleClaimType = "role",
            };
            options.Events = new()
            {
                OnMessageReceived = TokenEvents.Received,
                OnTokenValidated = TokenEvents.Validated,
                OnChallenge = TokenEvents.Challenge,
                OnForbidden = TokenEvents.Forbidden,
            };
            configure?.Invoke(options, services);
        });
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Policies.SignedIn, policy => policy.RequireRole(Roles.All))
            .AddPolicy(Policies.Operator, policy => policy.RequireRole(Roles.Operator))
            .AddPolicy(Policies.Service, policy => policy.RequireRole(Roles.Service));
        return builder;
    }

    /// <summary>Checks the tokens of calls, and then the policies of what is called.</summary>
    public static WebApplication UseCallerAuthentication(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use(TokenEvents.RefuseInvalid);
        app.UseAuthorization();
        return app;
    }
}
