using System.Globalization;
using OrderApp.Benchmarks.Scenarios;
using OrderApp.Benchmarks.Shop;

namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>A transaction by pgbench, at the client count that serves it best.</summary>
/// <param name="Name">Short, for the command line.</param>
/// <param name="Title">What is measured, for the report.</param>
/// <param name="Clients">The numbers of clients to try.</param>
/// <param name="Rows">How many orders a transaction stores.</param>
internal abstract record PgBenchScenario(string Name, string Title, IReadOnlyList<int> Clients, int Rows) : Scenario(Name, Title)
{
    public const string Best = "pgbench";
    public const string Lone = "pgbench-1";
    public const string Batch = "pgbench-batch";
    public const string BestKeyed = "pgbench-keyed";

    public static IEnumerable<Scenario> All =>
    [
        new PgBenchRowScenario(Lone, "pgbench, one-row INSERTs, one client", [1]),
        new PgBenchBatchScenario(Batch, "pgbench, the service's own batch statement with 128 orders each, the best of 1 2 4 clients", [1, 2, 4], 128),
        new PgBenchRowScenario(BestKeyed, "pgbench, one-row INSERTs with a different request_id each, the best of 4 8 16 32 clients", [4, 8, 16, 32], Keyed: true),
        new PgBenchRowScenario(Best, "pgbench, one-row INSERTs, the best of 4 8 16 32 clients", [4, 8, 16, 32]),
    ];

    public override bool Fits(Stage stage) => stage.PgBench is not null;

    public override async Task<Measurement> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        var script = await PrepareAsync(stage.OwnShop, cancellationToken);
        var duration = stage.Options.Duration / Math.Min(2, Clients.Count);
        var runs = new List<(int Clients, PgBenchOutput Output, long Stored)>();
        foreach (var clients in Clients)
        {
            var output = await stage.PgBench!.RunAsync(script, clients, duration, cancellationToken);
            runs.Add((clients, output, await stage.OwnShop.Database.AskAsync<long>(script.Database, $"SELECT count(*) FROM {script.Orders}", cancellationToken)));
        }

        var best = runs.MaxBy(run => run.Output.PerSecond);
        var amiss = runs.FirstOrDefault(run => run.Stored != run.Output.Transactions * Rows);
        return new()
        {
            PerSecond = best.Output.PerSecond * Rows,
            Void = best.Output.Transactions == 0 ? "pgbench had no time for a single transaction"
                : amiss.Output is null ? null
                : string.Create(CultureInfo.InvariantCulture, $"pgbench made {amiss.Output.Transactions:N0} transactions of {Rows}, but there are {amiss.Stored:N0} rows"),
            Note = string.Create(CultureInfo.InvariantCulture, $"best with {best.Clients} clients, {best.Output.AverageMilliseconds:0.00} ms a transaction on average"),
        };
    }

    /// <summary>Makes what the script needs, the first time.</summary>
    protected abstract Task<PgBenchScript> PrepareAsync(OwnShop shop, CancellationToken cancellationToken);
}
