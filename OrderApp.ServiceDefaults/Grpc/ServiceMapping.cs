using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>How services come to be called; all of them answer errors alike.</summary>
public static class ServiceMapping
{
    /// <summary>Maps a service of which one instance answers all calls.</summary>
    /// <param name="app">The program.</param>
    /// <param name="bind">The generated <c>BindService</c> of its contract.</param>
    public static GrpcServiceEndpointConventionBuilder MapService<TService>(this WebApplication app, Func<TService, ServerServiceDefinition> bind)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(bind);
        var methods = new GuardedMethods(app.Services.GetRequiredService<ErrorGuard>());
        bind(ActivatorUtilities.GetServiceOrCreateInstance<TService>(app.Services)).BindService(methods);
        return app.MapGrpcService(methods.Build());
    }

    /// <summary>Prepares a service that is made anew for each call, within a scope of its own; it is mapped by <c>MapGrpcService</c>.</summary>
    public static IServiceCollection AddServiceForEachCall<TService>(this IServiceCollection services) where TService : class
    {
        services.AddGrpc().AddServiceOptions<TService>(options => options.Interceptors.Add<ErrorInterceptor>());
        return services;
    }
}
