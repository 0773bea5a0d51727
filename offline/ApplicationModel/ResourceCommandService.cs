using Aspire.Hosting.Running;

namespace Aspire.Hosting.ApplicationModel;

public static class KnownResourceCommands
{
    public static readonly string StartCommand = "start";
    public static readonly string StopCommand = "stop";
}

public sealed record ExecuteCommandResult
{
    public required bool Success { get; init; }

    public string? Message { get; init; }
}

/// <summary>Stops and starts single resources while the rest runs on.</summary>
public sealed class ResourceCommandService
{
    private readonly Orchestrator orchestrator;

    internal ResourceCommandService(Orchestrator orchestrator) => this.orchestrator = orchestrator;

    public async Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        if (orchestrator.Find(resource.Name) is not { } runner)
            return new() { Success = false, Message = $"Resource '{resource.Name}' not found." };
        if (commandName == KnownResourceCommands.StopCommand)
            await runner.StopAsync(Orchestrator.StopPatience);
        else
            runner.Start();
        return new() { Success = true };
    }
}
