namespace Aspire.Hosting.ApplicationModel;

public static class KnownResourceStates
{
    public static readonly string NotStarted = "NotStarted";
    public static readonly string Waiting = "Waiting";
    public static readonly string Starting = "Starting";
    public static readonly string Running = "Running";
    public static readonly string FailedToStart = "FailedToStart";
    public static readonly string Exited = "Exited";
}

/// <summary>What is known of every resource, and waiting for it to change.</summary>
public sealed class ResourceNotificationService
{
    private readonly Dictionary<string, ResourceStatus> statuses = new();
    private readonly Lock changing = new();
    private TaskCompletionSource changed = NewSignal();

    /// <summary>Returns when it runs, its health checks pass and its ready handlers have run.</summary>
    /// <exception cref="DistributedApplicationException">It ended or could not be started.</exception>
    public async Task WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task next;
            ResourceStatus status;
            lock (changing)
                (next, status) = (changed.Task, Of(resourceName));
            if (status.IsHealthy)
                return;
            if (status.IsOver)
                throw new DistributedApplicationException($"Resource '{resourceName}' is {status.State} and will not become healthy.");
            await next.WaitAsync(cancellationToken);
        }
    }

    internal void Publish(IResource resource, string state)
    {
        lock (changing)
            Change(resource.Name, new(state, IsHealthy: false));
    }

    /// <summary>Answers whether it still runs.</summary>
    internal bool PublishHealth(IResource resource, bool isHealthy)
    {
        lock (changing)
        {
            var status = Of(resource.Name);
            if (status.State == KnownResourceStates.Running && status.IsHealthy != isHealthy)
                Change(resource.Name, status with { IsHealthy = isHealthy });
            return !status.IsOver;
        }
    }

    private ResourceStatus Of(string name) => statuses.GetValueOrDefault(name, new(KnownResourceStates.NotStarted, IsHealthy: false));

    private void Change(string name, ResourceStatus status)
    {
        statuses[name] = status;
        changed.TrySetResult();
        changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal sealed record ResourceStatus(string State, bool IsHealthy)
{
    public bool IsOver => State == KnownResourceStates.Exited || State == KnownResourceStates.FailedToStart;
}
