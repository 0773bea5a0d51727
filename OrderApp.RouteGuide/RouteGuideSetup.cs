using OrderApp.Routes.Common;
using OrderApp.Routes.Features;

namespace OrderApp.Routes;

/// <summary>What RouteGuide is made of.</summary>
internal static class RouteGuideSetup
{
    public static void AddRouteGuide(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RouteGuideOptions>()
            .BindConfiguration(RouteGuideOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RouteGuideGrpcService>();
        builder.Services.AddSingleton<FeatureMapLoader>();
        builder.Services.AddSingleton(services => services.GetRequiredService<FeatureMapLoader>().Map);
    }

    /// <summary>False, with the reason in the log, when the features cannot be loaded.</summary>
    public static Task<bool> TryLoadFeaturesAsync(this WebApplication app) =>
        app.Services.GetRequiredService<FeatureMapLoader>().TryLoadAsync(app.Lifetime.ApplicationStopping);
}
