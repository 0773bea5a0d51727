using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Gives every endpoint its port, starts all resources and stops them again, those that need others first.</summary>
internal sealed class Orchestrator(
    DistributedApplicationModel model,
    IServiceProvider services,
    IConfiguration configuration,
    ResourceNotificationService notifications,
    ProcessStarts starts,
    ResourceHealth health,
    Dashboard dashboard,
    PortAllocator ports,
    ILogger<DistributedApplication> logger) : IHostedService
{
    public static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopAllPatience = TimeSpan.FromSeconds(11);
    private readonly List<ResourceRunner> runners = [];

    public static int ReplicasOf(IResource resource) => resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;

    public ResourceRunner? Find(string name) => runners.Find(runner => runner.Resource.Name == name);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var resource in model.Resources)
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
                endpoint.AllocatedPorts = Allocate(endpoint, ReplicasOf(resource));
            runners.Add(new(resource, services, notifications, starts, health, logger));
        }
        if (!configuration.IsTest())
            dashboard.Start();
        foreach (var runner in runners)
            runner.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.StartNew();
        for (var left = runners.ToList(); left.Count > 0;)
        {
            var needed = left.SelectMany(runner => runner.Dependencies).ToHashSet();
            var next = left.Where(runner => !needed.Contains(runner.Resource)).ToList() is { Count: > 0 } free ? free : left;
            var patience = TimeSpan.FromTicks(Math.Clamp((StopAllPatience - since.Elapsed).Ticks, LeastPatience.Ticks, StopPatience.Ticks));
            await Task.WhenAll(next.Select(runner => runner.StopAsync(patience)));
            left = [.. left.Except(next)];
        }
        await dashboard.StopAsync();
        runners.ForEach(runner => runner.Dispose());
        runners.Clear();
    }

    private int[] Allocate(EndpointAnnotation endpoint, int replicas) =>
        endpoint.Port is { } port && replicas is 1 && !configuration.IsTest() ? [port] : [.. Enumerable.Range(0, replicas).Select(_ => ports.Next())];
}
