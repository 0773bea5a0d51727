using Grpc.Core;
using Npgsql;
using OrderApp.LocalPostgres;

namespace OrderApp.Benchmarks;

/// <summary>A whole run: starts what is needed, measures, reports, stops everything.</summary>
internal sealed class BenchRun(BenchOptions options, string command, TextWriter output)
{
    /// <summary>Whether this is what may go wrong with services, databases and tools, rather than a mistake of ours.</summary>
    public static bool IsExpected(Exception failure) =>
        failure is IOException or InvalidOperationException or NpgsqlException or RpcException or HttpRequestException or TimeoutException;

    public async Task<Report> RunAsync(CancellationToken cancellationToken)
    {
        var (begun, watch) = (DateTimeOffset.Now, Stopwatch.StartNew());
        await using var database = options.OwnShop ? new OwnDatabase(options.Statements) : null;
        if (database is not null)
            await database.StartAsync(cancellationToken);
        await using var shop = new BookShop(database, options);

        var h2load = await Tool.FindAsync("h2load", cancellationToken);
        var pgbench = database is null ? null : await Tool.FindAsync(Path.Combine(OwnDatabase.Binaries, "pgbench"), cancellationToken) ?? await Tool.FindAsync("pgbench", cancellationToken);
        if (h2load is null)
            await output.WriteLineAsync("h2load is not here (Debian: apt-get install nghttp2-client): its scenarios are left out.");
        if (pgbench is null && database is not null)
            await output.WriteLineAsync("pgbench is not here (it comes with PostgreSQL's server package): its yardsticks are left out.");
        var stage = new Stage(options, shop, h2load is null ? null : new H2Load(h2load), pgbench);
        var machine = await MachineFacts.ReadAsync(database is null ? null : await database.DescribeAsync(cancellationToken), h2load, cancellationToken);
        await output.WriteLineAsync(machine.ToString());

        var scenarios = ScenarioList.Chosen(options).Where(stage.Has).ToList();
        var runs = await MeasureAsync(stage, scenarios, cancellationToken);
        var report = new Report(begun, watch.Elapsed, command, machine, Report.Summarize(scenarios, runs));
        await PublishAsync(report, cancellationToken);
        return report;
    }

    // Repetitions take turns, so that whatever changes on the machine meanwhile touches every scenario alike.
    private async Task<Dictionary<string, List<Measurement>>> MeasureAsync(Stage stage, List<Scenario> scenarios, CancellationToken cancellationToken)
    {
        var runs = scenarios.ToDictionary(scenario => scenario.Name, _ => new List<Measurement>());
        var turns = Enumerable.Repeat(scenarios, options.Repetitions).SelectMany(turn => turn).ToList();
        foreach (var (number, scenario) in turns.Index())
        {
            await output.WriteAsync($"[{number + 1,3}/{turns.Count}] {scenario.Name,-22} ");
            var run = await MeasureAsync(stage, scenario, cancellationToken);
            runs[scenario.Name].Add(run);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{run.PerSecond,10:N0}/s   p50 {run.Latency?.P50:0.000} ms   p99 {run.Latency?.P99:0.000} ms"));
            foreach (var remark in run.Remarks.Where(remark => remark != run.Note))
                await output.WriteLineAsync($"          {remark}");
            foreach (var line in CostTable.Lines(run))
                await output.WriteLineAsync($"          {line}");
        }
        return runs;
    }

    // One scenario that cannot be measured does not cost the others their figures, and the services that it alone needs do not cost them time.
    private static async Task<Measurement> MeasureAsync(Stage stage, Scenario scenario, CancellationToken cancellationToken)
    {
        try
        {
            return await scenario.MeasureAsync(stage, cancellationToken);
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            return new() { PerSecond = 0, Void = failure.Message.ReplaceLineEndings(" ") };
        }
        finally
        {
            await stage.Shop.PauseAsync();
        }
    }

    private async Task PublishAsync(Report report, CancellationToken cancellationToken)
    {
        var folder = options.Output ?? Path.Combine(Clone.OfThisProgram().Root, "artifacts", "bench");
        await report.WriteAsync(folder, cancellationToken);
        await output.WriteLineAsync();
        foreach (var line in ResultTable.Lines(report.Results))
            await output.WriteLineAsync(line);
        await output.WriteLineAsync();
        await output.WriteLineAsync($"Written to {Path.Combine(folder, "REPORT.md")} and report.json beside it.");
    }
}
