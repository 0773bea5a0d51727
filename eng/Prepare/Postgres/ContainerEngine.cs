using OrderApp.Eng.Machine;

namespace OrderApp.Eng.Postgres;

internal static class ContainerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>True when docker or podman is there and its engine answers in time.</summary>
    public static async Task<bool> AnswersAsync(CancellationToken stop)
    {
        foreach (var engine in new[] { "docker", "podman" })
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(Patience);
            try
            {
                if (await new Command(engine, "info").TryRunAsync(patience.Token) is { ExitCode: 0 })
                    return true;
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                continue;
            }
        }

        return false;
    }
}
