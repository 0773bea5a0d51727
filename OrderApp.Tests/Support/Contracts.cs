using System.Reflection;
using Google.Protobuf.Reflection;
using OrderApp.Protos;

namespace OrderApp.Tests.Support;

/// <summary>Every contract that can be called.</summary>
internal static class Contracts
{
    /// <summary>The descriptors of all files that declare services: those in protos/, health and reflection.</summary>
    public static IReadOnlyList<FileDescriptor> All { get; } =
    [
        .. typeof(Order).Assembly.GetTypes()
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>()
            .Where(file => file.Services.Count > 0),
        Grpc.Health.V1.HealthReflection.Descriptor,
        Grpc.Reflection.V1.ReflectionReflection.Descriptor,
        Grpc.Reflection.V1Alpha.ReflectionReflection.Descriptor,
    ];
}
