using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Running;

/// <summary>Turns a resource of the model into running programs, with the arguments and environment Aspire gives them.</summary>
internal sealed class ProcessStarts(AppHostFacts appHost, ChildProcesses children, Dashboard dashboard, IHostEnvironment hostEnvironment, IConfiguration configuration)
{
    private readonly bool showOutput = !configuration.IsTest();


    public async Task<IReadOnlyList<Process>> StartAsync(IResource resource, CancellationToken cancellationToken)
    {
        if (resource is not (ProjectResource or ExecutableResource))
            return [];
        var environment = resource is ProjectResource ? ForService(resource) : [];
        foreach (var annotation in resource.Annotations.OfType<EnvironmentAnnotation>())
        {
            foreach (var (name, value) in await annotation.Read(cancellationToken))
                environment[name] = value;
        }
        var arguments = new List<string>();
        foreach (var argument in resource.Annotations.OfType<ArgumentsAnnotation>().SelectMany(annotation => annotation.Arguments))
            arguments.Add(argument is IValueProvider hole ? await hole.GetValueAsync(cancellationToken) ?? "" : argument.ToString()!);

        if (resource is ExecutableResource executable)
            return [Start(resource.Name, executable.Command, arguments, executable.WorkingDirectory, environment)];

        var project = resource.Annotations.OfType<IProjectMetadata>().Single().ProjectPath;
        var folder = Path.GetDirectoryName(project)!;
        var program = Path.Combine(folder, appHost.OutputFolder, Path.GetFileNameWithoutExtension(project) + ".dll");
        return
        [
            .. Enumerable.Range(0, Orchestrator.ReplicasOf(resource)).Select(replica => Start(
                resource.Name, Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
                [program, .. arguments], folder, ForReplica(resource, replica, environment))),
        ];
    }

    private Process Start(
        string name, string command, IEnumerable<string> arguments, string folder, Dictionary<string, string?> environment)
    {
        var process = children.Start(command, arguments, folder, environment);
        process.OutputDataReceived += (_, line) => Show(name, line.Data);
        process.ErrorDataReceived += (_, line) => Show(name, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Show(string name, string? line)
    {
        if (showOutput && !string.IsNullOrWhiteSpace(line))
            Console.WriteLine($"{name,-15} | {line}");
    }

    private Dictionary<string, string?> ForService(IResource resource) => new()
    {
        ["DOTNET_ENVIRONMENT"] = hostEnvironment.EnvironmentName,
        ["ASPNETCORE_ENVIRONMENT"] = hostEnvironment.EnvironmentName,
        ["ASPNETCORE_URLS"] = null,
        ["LOGGING__CONSOLE__FORMATTERNAME"] = "simple",
        ["LOGGING__CONSOLE__FORMATTEROPTIONS__SINGLELINE"] = "true",
        ["OTEL_SERVICE_NAME"] = resource.Name,
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = dashboard.OtlpEndpoint,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
        ["OTEL_TRACES_SAMPLER"] = "always_on",
        ["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based",
    };

    private static Dictionary<string, string?> ForReplica(IResource resource, int replica, Dictionary<string, string?> shared)
    {
        var environment = new Dictionary<string, string?>(shared)
        {
            ["OTEL_RESOURCE_ATTRIBUTES"] = string.Create(CultureInfo.InvariantCulture, $"service.instance.id={resource.Name}-{replica}"),
        };
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            environment[$"Kestrel__Endpoints__{endpoint.Name}__Url"] = $"{endpoint.UriScheme}://localhost:{endpoint.AllocatedPorts[replica]}";
        return environment;
    }
}
