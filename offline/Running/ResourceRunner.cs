using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>One resource's way from waiting over running to ready, and back.</summary>
internal sealed partial class ResourceRunner(
    IResource resource,
    IServiceProvider services,
    ResourceNotificationService notifications,
    ProcessStarts starts,
    ResourceHealth health,
    ILogger logger) : IDisposable
{
    private static readonly TimeSpan NotReadyPeriod = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan ReadyPeriod = TimeSpan.FromSeconds(1);
    private IReadOnlyList<Process> processes = [];
    private CancellationTokenSource stopping = new();
    private Task life = Task.CompletedTask;

    public IResource Resource => resource;

    public IEnumerable<IResource> Dependencies => resource.Annotations.OfType<DependencyAnnotation>().Select(dependency => dependency.Resource);

    public void Start()
    {
        stopping = new();
        life = LiveAsync(stopping.Token);
    }

    public void Dispose() => stopping.Dispose();

    public async Task StopAsync(TimeSpan patience)
    {
        await stopping.CancelAsync();
        await life;
        await Task.WhenAll(processes.Select(process => ChildProcesses.StopAsync(process, patience)));
        if (processes.Count > 0)
            notifications.Publish(resource, KnownResourceStates.Exited);
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            notifications.Publish(resource, KnownResourceStates.Waiting);
            foreach (var dependency in resource.Annotations.OfType<WaitAnnotation>())
                await notifications.WaitForResourceHealthyAsync(dependency.Resource.Name, cancellationToken);
            await RaiseAsync(new BeforeResourceStartedEvent(resource, services), cancellationToken);
            processes = await starts.StartAsync(resource, cancellationToken);
            notifications.Publish(resource, KnownResourceStates.Running);
            foreach (var process in processes)
            {
                process.Exited += (_, _) => Ended(process, cancellationToken);
                process.EnableRaisingEvents = true;
            }

            for (bool isReady = false, isHealthy = false; ; await Task.Delay(isHealthy ? ReadyPeriod : NotReadyPeriod, cancellationToken))
            {
                isHealthy = await health.IsHealthyAsync(resource, cancellationToken);
                if (isHealthy && !isReady)
                    await RaiseAsync(new ResourceReadyEvent(resource, services), cancellationToken);
                isReady |= isHealthy;
                if (!notifications.PublishHealth(resource, isHealthy))
                    return;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped on the way.
        }
#pragma warning disable CA1031 // Whatever keeps a resource from starting, the others go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailedToStart(logger, resource.Name, failure.Message);
            notifications.Publish(resource, KnownResourceStates.FailedToStart);
        }
    }

    private async Task RaiseAsync<T>(T told, CancellationToken cancellationToken) where T : IDistributedApplicationResourceEvent
    {
        foreach (var handler in resource.Annotations.OfType<EventAnnotation<T>>())
            await handler.Callback(resource, told, cancellationToken);
    }

    private void Ended(Process process, CancellationToken stopped)
    {
        if (stopped.IsCancellationRequested)
            return;
        LogExited(logger, resource.Name, process.ExitCode);
        notifications.Publish(resource, KnownResourceStates.Exited);
    }

    [LoggerMessage(LogLevel.Error, "{Resource} could not be started: {Reason}")]
    private static partial void LogFailedToStart(ILogger logger, string resource, string reason);

    [LoggerMessage(LogLevel.Error, "{Resource} ended by itself with exit code {ExitCode}")]
    private static partial void LogExited(ILogger logger, string resource, int exitCode);
}
