using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>How every service speaks gRPC: message size and what becomes of unexpected errors.</summary>
public static class GrpcConventions
{
    /// <summary>The largest message that is taken in, in bytes: 4 MiB, the default of most gRPC stacks.</summary>
    public const int MaxMessageBytes = 4 * 1024 * 1024;

    internal static void AddGrpcConventions(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<FailureLog>();
        builder.Services.AddSingleton<ErrorGuard>();
        builder.Services.AddSingleton<ErrorInterceptor>();
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            options.EnableDetailedErrors = false;
        });
        builder.Services.AddSingleton<GrpcSurface>();
    }
}
