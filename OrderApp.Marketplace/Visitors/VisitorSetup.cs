using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Marketplace.Visitors;

/// <summary>How visitors are known, and in whose name the services are asked.</summary>
internal static class VisitorSetup
{
    // As long as the user service takes a refresh token.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    public static void AddVisitors(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TokenRenewal>();
        builder.Services.AddSingleton<SessionEvents>();
        builder.Services.AddSingleton<Guests>();
        builder.Services.AddSingleton<Session>();
        builder.Services.AddAuthentication().AddCookie(Session.Scheme, options =>
        {
            options.EventsType = typeof(SessionEvents);
            options.Cookie.Name = Session.Scheme;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = builder.Environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            options.ExpireTimeSpan = Lifetime;
            options.SlidingExpiration = true;
        });
    }

    /// <summary>Knows who asks: by the cookies of pages, by the tokens of programs. Calls at the front door are left to the services behind it.</summary>
    public static void UseVisitors(this WebApplication app)
    {
        app.UseWhen(TakesSessionExtensions.IsVisit, visits => visits.UseMiddleware<VisitorMiddleware>());
        app.UseCallerAuthentication(TakesSessionExtensions.MayBringToken);
    }

    /// <summary>Asks nothing in nobody's name that is meant in a visitor's: while his token cannot be renewed, the service is away for him.</summary>
    public static IHttpClientBuilder NeedsProof(this IHttpClientBuilder client) => client.AddCallCredentials((_, _, services) =>
        services.GetRequiredService<IHttpContextAccessor>().HttpContext is { } context && Visitor.Of(context).IsUnproven
            ? throw GrpcErrors.Unavailable("TOKENS_UNAVAILABLE", "the user service is away, and nothing can be done in your name")
            : Task.CompletedTask);

    /// <summary>Tells the visitor's address, so that limits count him and not the marketplace.</summary>
    public static IHttpClientBuilder TellsAddress(this IHttpClientBuilder client) => client.AddCallCredentials((_, metadata, services) =>
    {
        if (services.GetRequiredService<IHttpContextAccessor>().HttpContext?.Connection.RemoteIpAddress is { } address)
            metadata.Add("x-forwarded-for", address.ToString());
        return Task.CompletedTask;
    });
}
