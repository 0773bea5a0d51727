using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrderApp.ServiceDefaults;

/// <summary>How every service answers gRPC: message size, reflection, and what becomes of unexpected errors.</summary>
public static class GrpcServer
{
    /// <summary>The largest message that is taken in, in bytes: 4 MiB, the default of most gRPC stacks.</summary>
    public const int MaxMessageBytes = 4 * 1024 * 1024;

    internal static void AddGrpcServer(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<FailureLog>();
        builder.Services.AddSingleton<ErrorInterceptor>();
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            options.EnableDetailedErrors = false;
            options.Interceptors.Add<ErrorInterceptor>();
        });
    }
}
