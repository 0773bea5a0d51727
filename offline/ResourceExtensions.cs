using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, string endpointName, Action<EndpointAnnotation> callback, bool createIfNotExists = true)
        where T : IResourceWithEndpoints
    {
        var endpoint = builder.Resource.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(endpoint => endpoint.Name == endpointName);
        if (endpoint is null && createIfNotExists)
            builder.With(endpoint = new(endpointName, "tcp"));
        if (endpoint is not null)
            callback(endpoint);
        return builder;
    }

    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, string? scheme = null, string? name = null) where T : IResourceWithEndpoints =>
        builder.With(new EndpointAnnotation(name ?? scheme ?? "tcp", scheme ?? "tcp"));

    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name) where T : IResourceWithEndpoints =>
        builder.Resource.GetEndpoint(name);

    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder) where T : IResourceWithEndpoints
    {
        foreach (var endpoint in builder.Resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.UriScheme is "http" or "https"))
            endpoint.IsExternal = true;
        return builder;
    }

    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params object[] args) where T : IResourceWithArgs =>
        builder.With(new ArgumentsAnnotation(args));

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value) where T : IResourceWithEnvironment =>
        builder.With(new EnvironmentAnnotation(_ => Task.FromResult(One(name, value))));

    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithConnectionString> source) where T : IResourceWithEnvironment =>
        builder.With(new DependencyAnnotation(source.Resource)).With(new EnvironmentAnnotation(async cancellationToken =>
            One($"ConnectionStrings__{source.Resource.Name}", await source.Resource.GetConnectionStringAsync(cancellationToken))));

    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where T : IResourceWithEnvironment =>
        builder.With(new DependencyAnnotation(source.Resource)).With(new EnvironmentAnnotation(_ => Task.FromResult(Addresses(source.Resource))));

    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency) where T : IResourceWithWaitSupport =>
        builder.With(new DependencyAnnotation(dependency.Resource)).With(new WaitAnnotation(dependency.Resource));

    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key) where T : IResource =>
        builder.With(new HealthCheckAnnotation(key));

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints =>
        builder.With(new HttpHealthAnnotation(builder.GetEndpoint(endpointName ?? "http"), path ?? "/", statusCode ?? 200));

    public static IResourceBuilder<T> ExcludeFromManifest<T>(this IResourceBuilder<T> builder) where T : IResource => builder;

    public static IResourceBuilder<T> OnBeforeResourceStarted<T>(
        this IResourceBuilder<T> builder, Func<T, BeforeResourceStartedEvent, CancellationToken, Task> callback) where T : IResource =>
        builder.With(new EventAnnotation<BeforeResourceStartedEvent>((resource, told, cancellationToken) => callback((T)resource, told, cancellationToken)));

    public static IResourceBuilder<T> OnResourceReady<T>(
        this IResourceBuilder<T> builder, Func<T, ResourceReadyEvent, CancellationToken, Task> callback) where T : IResource =>
        builder.With(new EventAnnotation<ResourceReadyEvent>((resource, told, cancellationToken) => callback((T)resource, told, cancellationToken)));

    private static Dictionary<string, string?> One(string name, string? value) => new() { [name] = value };

    private static Dictionary<string, string?> Addresses(IResourceWithEndpoints source)
    {
        var variables = new Dictionary<string, string?>();
        foreach (var endpoint in source.Annotations.OfType<EndpointAnnotation>())
        {
            var addresses = endpoint.AllocatedPorts.Select(port => $"{endpoint.UriScheme}://localhost:{port}").ToList();
            for (var index = 0; index < addresses.Count; index++)
                variables[string.Create(CultureInfo.InvariantCulture, $"services__{source.Name}__{endpoint.Name}__{index}")] = addresses[index];
            variables[$"{source.Name}_{endpoint.Name}".ToUpperInvariant()] = addresses.FirstOrDefault();
        }
        return variables;
    }
}
