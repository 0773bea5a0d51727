using System.Diagnostics;
using System.Net.Sockets;
using Grpc.Core;
using Npgsql;
using OrderApp.LocalPostgres;
using OrderApp.Benchmarks.Http2;
using OrderApp.Benchmarks.Load;
using OrderApp.Benchmarks.Machine;
using OrderApp.Benchmarks.Options;
using OrderApp.Benchmarks.Reporting;
using OrderApp.Benchmarks.Scenarios;
using OrderApp.Benchmarks.Shop;
using OrderApp.Benchmarks.Yardsticks;

namespace OrderApp.Benchmarks;

/// <summary>A whole run: starts what is needed, measures, reports, stops everything.</summary>
internal sealed class BenchRun(BenchOptions options, string command, TextWriter output)
{
    public async Task<Report> RunAsync(CancellationToken cancellationToken)
    {
        var (begun, watch) = (DateTimeOffset.Now, Stopwatch.StartNew());
        await using var shop = await OpenShopAsync(cancellationToken);
        var stage = await SetStageAsync(shop, cancellationToken);
        var machine = await MachineFacts.ReadAsync(shop.Database is { } database ? await database.DescribeAsync(cancellationToken) : null, cancellationToken);
        await output.WriteLineAsync(machine.ToString());

        var scenarios = Catalogue.Chosen(options).Where(scenario => scenario.Fits(stage)).ToList();
        var runs = await MeasureAsync(stage, scenarios, cancellationToken);
        return new(begun, watch.Elapsed, command, machine, Report.Summarize(scenarios, runs));
    }

    public async Task PublishAsync(Report report, CancellationToken cancellationToken)
    {
        var folder = options.Output ?? Path.Combine(Clone.OfThisProgram().Root, "artifacts", "bench");
        await ReportFiles.WriteAsync(report, folder, cancellationToken);
        await output.WriteLineAsync();
        foreach (var line in ResultTable.Lines(report.Results))
            await output.WriteLineAsync(line);
        await output.WriteLineAsync();
        await output.WriteLineAsync($"Written to {Path.Combine(folder, "REPORT.md")} and report.json beside it.");
    }

    // Repetitions take turns, so that whatever changes on the machine meanwhile touches every scenario alike.
    private async Task<Dictionary<string, List<Measurement>>> MeasureAsync(Stage stage, List<Scenario> scenarios, CancellationToken cancellationToken)
    {
        var runs = scenarios.ToDictionary(scenario => scenario.Name, _ => new List<Measurement>());
        var progress = new Progress(output, scenarios.Count * options.Repetitions);
        for (var repetition = 0; repetition < options.Repetitions; repetition++)
        {
            foreach (var scenario in scenarios)
            {
                await progress.BeginAsync(scenario, repetition);
                var run = await MeasureAsync(stage, scenario, cancellationToken);
                runs[scenario.Name].Add(run);
                await progress.EndAsync(run);
            }
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
        catch (Exception failure) when (failure is IOException or InvalidOperationException or NpgsqlException or RpcException or HttpRequestException
            or SocketException or Http2Exception or TimeoutException)
        {
            return Measurement.Failed(failure.Message.ReplaceLineEndings(" "));
        }
        finally
        {
            await stage.Shop.RestAsync();
        }
    }

    private async Task<IShop> OpenShopAsync(CancellationToken cancellationToken)
    {
        if (!options.OwnShop)
            return new DeployedShop(options.Address, options.Web);
        var shop = new OwnShop(new(), options);
        try
        {
            await shop.Database.StartAsync(cancellationToken);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    private async Task<Stage> SetStageAsync(IShop shop, CancellationToken cancellationToken)
    {
        var h2load = await Tool.FindAsync("h2load", cancellationToken);
        if (h2load is null)
            await output.WriteLineAsync($"h2load is not here (Debian: apt-get install {H2Load.Package}): its scenarios are left out.");
        var pgbench = shop.Database is { } database ? await PgBench.FindAsync(database, cancellationToken) : null;
        if (pgbench is null && shop.Database is not null)
            await output.WriteLineAsync("pgbench is not here (it comes with PostgreSQL's server package): its yardsticks are left out.");
        return new(options, shop, h2load is null ? null : new(h2load), pgbench);
    }
}
