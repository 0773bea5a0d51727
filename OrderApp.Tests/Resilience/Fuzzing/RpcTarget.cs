using Google.Protobuf.Reflection;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>A method that can be called at an address.</summary>
internal sealed record RpcTarget(string Process, Uri Address, MethodDescriptor Method)
{
    public string Path => $"/{Method.Service.FullName}/{Method.Name}";

    public string Name => $"{Process} {Path}";

    public override string ToString() => Name;
}
