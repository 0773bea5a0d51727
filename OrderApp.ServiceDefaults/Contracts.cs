using Google.Protobuf.Reflection;
using OrderApp.Protos;

namespace OrderApp.ServiceDefaults;

/// <summary>Every contract of the platform, as reflection and retry policies need them.</summary>
public static class Contracts
{
    /// <summary>The descriptors of all files in protos/ that declare services.</summary>
    public static IReadOnlyList<FileDescriptor> All { get; } =
    [
        OrderReflection.Descriptor,
        RecommendationsReflection.Descriptor,
        CatalogueReflection.Descriptor,
        RouteGuideReflection.Descriptor,
        UserServiceReflection.Descriptor,
        global::Grpc.Health.V1.HealthReflection.Descriptor,
        global::Grpc.Reflection.V1.ReflectionReflection.Descriptor,
        global::Grpc.Reflection.V1Alpha.ReflectionReflection.Descriptor,
    ];
}
