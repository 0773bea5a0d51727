using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

public sealed class DistributedApplicationExecutionContext
{
    /// <summary>Publishing ends before there is a model: see DistributedApplication.CreateBuilder.</summary>
    public bool IsPublishMode { get; }
}

public interface IResourceCollection : IList<IResource>;

internal sealed class ResourceCollection : System.Collections.ObjectModel.Collection<IResource>, IResourceCollection;

public sealed class DistributedApplicationModel(IResourceCollection resources)
{
    public IResourceCollection Resources { get; } = resources;
}

public interface IDistributedApplicationBuilder
{
    ConfigurationManager Configuration { get; }

    string AppHostDirectory { get; }

    IHostEnvironment Environment { get; }

    IServiceCollection Services { get; }

    DistributedApplicationExecutionContext ExecutionContext { get; }

    IResourceCollection Resources { get; }

    IResourceBuilder<T> AddResource<T>(T resource) where T : IResource;

    IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource;

    DistributedApplication Build();
}

internal sealed class DistributedApplicationBuilder : IDistributedApplicationTestingBuilder
{
    private readonly HostApplicationBuilder host;
    private readonly TestRun? testRun = TestRun.Current;

    public DistributedApplicationBuilder(string[] args)
    {
        var assembly = testRun?.AppHost ?? Assembly.GetEntryAssembly()!;
        AppHost = AppHostFacts.Read(assembly);
        host = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = [.. args, .. testRun?.Arguments ?? []],
            ApplicationName = assembly.GetName().Name,
            ContentRootPath = AppHost.Directory,
            EnvironmentName = System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Development",
        });
        // There is nothing here that could run a container, whatever this machine has installed.
        host.Configuration["Postgres:Container"] ??= "false";
        host.Logging.AddSimpleConsole(console => console.SingleLine = true);
        if (testRun is not null)
            host.Logging.SetMinimumLevel(LogLevel.Warning);
        host.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        host.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        host.Services.AddHealthChecks();
        host.Services.AddSingleton(new DistributedApplicationModel(Resources));
        host.Services.AddSingleton(AppHost);
        host.Services.AddSingleton<ResourceNotificationService>();
        host.Services.AddSingleton<ChildProcesses>();
        host.Services.AddSingleton<PortAllocator>();
        host.Services.AddSingleton<Dashboard>();
        host.Services.AddSingleton<ProcessStarts>();
        host.Services.AddSingleton<ResourceHealth>();
        host.Services.AddSingleton<Orchestrator>();
        host.Services.AddSingleton(services => new ResourceCommandService(services.GetRequiredService<Orchestrator>()));
        host.Services.AddHostedService(services => services.GetRequiredService<Orchestrator>());
    }

    public AppHostFacts AppHost { get; }

    public ConfigurationManager Configuration => host.Configuration;

    public string AppHostDirectory => AppHost.Directory;

    public IHostEnvironment Environment => host.Environment;

    public IServiceCollection Services => host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        if (Resources.Any(existing => string.Equals(existing.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new DistributedApplicationException($"Cannot add resource with name '{resource.Name}': there is one with that name already.");
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new ResourceBuilder<T>(this, resource);

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default) => testRun!.BuildAsync(cancellationToken);

    public DistributedApplication Build()
    {
        testRun?.BuilderIsReady(this);
        var app = new DistributedApplication(host.Build(), testRun);
        testRun?.AppIsBuilt(app);
        return app;
    }
}
