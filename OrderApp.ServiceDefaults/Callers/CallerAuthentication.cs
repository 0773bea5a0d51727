using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OrderApp.ServiceDefaults.Callers;

/// <summary>How a service knows who is asking: by an access token in the header Authorization (RFC 6750, RFC 9068).</summary>
public static class CallerAuthentication
{
    /// <summary>What tokens for the shop's services have as "aud".</summary>
    public const string Audience = "orderapp";

    /// <summary>Longer tokens are refused unread. Ours have about 800 bytes.</summary>
    public const int MaxTokenBytes = 8 * 1024;

    // Larger headers break the HTTP/2 connection with all the calls on it; up to here only the call with the token is refused.
    private const int MaxHeaderBytes = 256 * 1024;
    private static readonly TimeSpan KeySearchInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>Says how tokens are checked, where it is not by the keys that the discovery document of the user service names.</summary>
    public static WebApplicationBuilder ConfigureTokenCheck(this WebApplicationBuilder builder, Action<JwtBearerOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure(configure);
        return builder;
    }

    /// <summary>Checks the tokens of calls, and then the policies of what is called.</summary>
    /// <param name="app">The service.</param>
    /// <param name="takesTokens">Which requests may bring a token; null: all. A token of any other is left to who answers it.</param>
    public static WebApplication UseCallerAuthentication(this WebApplication app, Func<HttpContext, bool>? takesTokens = null)
    {
        if (takesTokens is null)
            app.UseMiddleware<CallerMiddleware>();
        else
            app.UseWhen(takesTokens, calls => calls.UseMiddleware<CallerMiddleware>());
        app.UseAuthorization();
        return app;
    }

    /// <summary>Where tokens come from: the setting <c>Auth:Authority</c>, else the user service that discovery knows; null where there is neither.</summary>
    public static string? Authority(this IConfiguration configuration) =>
        (configuration["Auth:Authority"] ?? configuration["services:userservice:http:0"]) is { Length: > 0 } authority ? authority.TrimEnd('/') : null;

    internal static void AddCallerAuthentication(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<KnownTokens>();
        builder.Services.Configure<KestrelServerOptions>(server =>
        {
            server.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            server.Limits.Http2.MaxRequestHeaderFieldSize = MaxHeaderBytes;
        });
        // A scheme that is alone would be asked at every call, with or without a token, before CallerMiddleware looks.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        builder.Services.AddAuthentication().AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure(options =>
        {
            // Without an authority no token is valid.
            if (builder.Configuration.Authority() is { } authority)
                options.MetadataAddress = $"{authority}/.well-known/openid-configuration";
            // A key that is not known is looked for again no more often than this: a token server whose data were thrown away has new ones.
            options.RefreshInterval = KeySearchInterval;
            // Within the cluster the services speak HTTP.
            options.RequireHttpsMetadata = false;
            options.MapInboundClaims = false;
            options.SaveToken = false;
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
        });
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Policies.SignedIn, policy => policy.RequireRole(Roles.All))
            .AddPolicy(Policies.Operator, policy => policy.RequireRole(Roles.Operator))
            .AddPolicy(Policies.Service, policy => policy.RequireRole(Roles.Service))
            .AddPolicy(Policies.OperatorOrService, policy => policy.RequireRole(Roles.Operator, Roles.Service));
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, CallerRefusals>();
    }
}
