namespace Aspire.Hosting.ApplicationModel;

public sealed class EndpointAnnotation(string name, string uriScheme) : IResourceAnnotation
{
    public string Name { get; } = name;

    public string UriScheme { get; } = uriScheme;

    public int? Port { get; set; }

    public bool IsExternal { get; set; }

    /// <summary>One per replica; the first is the endpoint's address.</summary>
    internal IReadOnlyList<int> AllocatedPorts { get; set; } = [];
}

internal sealed record EnvironmentAnnotation(Func<CancellationToken, Task<Dictionary<string, string?>>> Read) : IResourceAnnotation;

internal sealed record ArgumentsAnnotation(IReadOnlyList<object> Arguments) : IResourceAnnotation;

internal sealed record WaitAnnotation(IResource Resource) : IResourceAnnotation;

internal sealed record DependencyAnnotation(IResource Resource) : IResourceAnnotation;

internal sealed record HttpHealthAnnotation(EndpointReference Endpoint, string Path, int StatusCode) : IResourceAnnotation;

internal sealed record HealthCheckAnnotation(string Key) : IResourceAnnotation;

internal sealed record ReplicaAnnotation(int Replicas) : IResourceAnnotation;
