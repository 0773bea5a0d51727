namespace OrderApp.Tests.Resilience.Chaos.Faults;

/// <summary>What can happen between two programs.</summary>
internal static class NetworkFaults
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(100);

    /// <summary>The faults of one way, such as "service to database", of one replica.</summary>
    public static IEnumerable<Fault> Of(TcpGate gate, string way, string replica)
    {
        Fault Fault(string kind, Action begin) => new($"{way} {kind}", $"{way} of {replica}", async length =>
        {
            begin();
            await Task.Delay(length);
            gate.Open();
        });
        yield return Fault("slow", () => gate.Passage.Slow(Late));
        yield return Fault("held up", gate.Passage.Hold);
        yield return Fault("swallowed", gate.Passage.Swallow);
        yield return Fault("cut", gate.Cut);
        yield return Fault("closed", gate.Close);
    }
}
