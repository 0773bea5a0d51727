using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.ServiceDefaults.Grpc;
using V1 = Grpc.Reflection.V1;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace OrderApp.ServiceDefaults.Reflection;

/// <summary>gRPC server reflection, so that tools such as grpcurl need no .proto files.</summary>
internal static class ReflectionExtensions
{
    public static void AddReflection(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ReflectionResponder>();

    public static void MapReflection(this WebApplication app)
    {
        app.MapService<ReflectionService>(V1.ServerReflection.BindService);
        app.MapService<ReflectionAlphaService>(V1Alpha.ServerReflection.BindService);
    }
}
