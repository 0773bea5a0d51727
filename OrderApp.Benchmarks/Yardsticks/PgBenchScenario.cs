using System.Globalization;
using OrderApp.Benchmarks.Scenarios;

namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>pgbench at the client count that serves it best.</summary>
internal sealed record PgBenchScenario(string Name, string Title, IReadOnlyList<int> Clients) : Scenario(Name, Title)
{
    public const string Best = "pgbench";
    public const string Lone = "pgbench-1";

    public static IEnumerable<Scenario> All =>
    [
        new PgBenchScenario(Lone, "pgbench, one-row INSERTs, one client", [1]),
        new PgBenchScenario(Best, "pgbench, one-row INSERTs, the best of 1 4 8 16 32 clients", [1, 4, 8, 16, 32]),
    ];

    public override bool Fits(Stage stage) => stage.PgBench is not null;

    public override async Task<Measurement> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        var duration = stage.Options.Duration / Math.Min(2, Clients.Count);
        var runs = new List<(int Clients, PgBenchOutput Output)>();
        foreach (var clients in Clients)
            runs.Add((clients, await stage.PgBench!.RunAsync(clients, duration, cancellationToken)));

        var best = runs.MaxBy(run => run.Output.PerSecond);
        return new()
        {
            PerSecond = best.Output.PerSecond,
            Note = string.Create(CultureInfo.InvariantCulture, $"best with {best.Clients} clients, {best.Output.AverageMilliseconds:0.00} ms on average"),
        };
    }
}
