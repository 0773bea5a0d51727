using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace OrderApp.Marketplace.Security;

/// <summary>What the public side lets in, how much of it, and for how long.</summary>
internal static class WebSecurity
{
    public static void AddWebSecurity(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<WebOptions>().BindConfiguration(WebOptions.Section).ValidateDataAnnotations()
            .Validate(web => web.RequestTimeout > TimeSpan.Zero, "Web:RequestTimeout must be longer than 0")
            .Validate(web => web.PageDeadline > TimeSpan.Zero, "Web:PageDeadline must be longer than 0")
            .Validate(
                web => web.CorsOrigins.All(origin => Uri.TryCreate(origin, UriKind.Absolute, out var address) && address.GetLeftPart(UriPartial.Authority) == origin),
                "Web:CorsOrigins must be origins such as https://admin.example")
            .ValidateOnStart();
        var web = builder.Configuration.GetSection(WebOptions.Section).Get<WebOptions>() ?? new();

        builder.Services.AddServerLimits();
        builder.Services.AddRateLimits();
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = web.RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        });
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. web.CorsOrigins]).WithMethods("GET", "POST", "PUT", "PATCH", "DELETE").AllowAnyHeader()
            .WithExposedHeaders("ETag", "Location", "Retry-After", Api.Preconditions.Replayed)));

        var protection = builder.Services.AddDataProtection().SetApplicationName("OrderApp.Marketplace");
        if (builder.Configuration.GetConnectionString("webdb") is { Length: > 0 } database)
            protection.AddKeyManagementOptions(keys => keys.XmlRepository = new CookieKeys(database));
    }

    public static void UseWebSecurity(this WebApplication app)
    {
        if (ServesHttps(app.Configuration))
        {
            app.UseHsts();
            app.UseHttpsRedirection();
        }

        app.UseSecurityHeaders();
        if (app.Services.GetRequiredService<IOptions<WebOptions>>().Value.CorsOrigins.Count > 0)
            app.UseCors();
        app.UseMiddleware<CrossSiteGuard>();
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        app.UseMiddleware<FormGuard>();
    }

    private static bool ServesHttps(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Any(endpoint => endpoint["Url"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true);
}
