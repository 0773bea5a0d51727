using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace OrderApp.ServiceDefaults.Reflection;

/// <summary>gRPC server reflection, so that tools such as grpcurl need no .proto files.</summary>
internal static class ReflectionExtensions
{
    public static void AddReflection(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ReflectionResponder>();

    public static void MapReflection(this WebApplication app)
    {
        app.MapGrpcService<ReflectionService>();
        app.MapGrpcService<ReflectionAlphaService>();
    }
}
