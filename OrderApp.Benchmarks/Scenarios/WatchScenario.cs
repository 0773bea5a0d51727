using System.Diagnostics;
using System.Globalization;
using OrderApp.Benchmarks.Load;
using OrderApp.Benchmarks.Shop;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>
/// Many watch while orders come in at a fixed rate. Counted are events; latency is the time from a change to a watcher's having read of it.
/// Every watcher must have every event in the end, or the run is void.
/// </summary>
internal sealed record WatchScenario(string Name, string Title, int Watchers) : Scenario(Name, Title)
{
    private const int StreamsPerConnection = 100;
    private const string Create = "/order.OrderService/CreateOrder";
    private static readonly TimeSpan ShortestRunUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static IEnumerable<Scenario> All =>
    [
        new WatchScenario("watch-100", "100 watchers while orders arrive at a fixed rate", 100),
        new WatchScenario("watch-1000", "1,000 watchers while orders arrive at a fixed rate", 1000) { IsQuick = false },
    ];

    // In a shop that others use too, nobody can tell how many events there should be.
    public override bool Fits(Stage stage) => stage.Shop.Database is not null;

    public override async Task<Measurement> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        var target = await stage.Shop.OrdersAsync(cancellationToken);
        await WarmAsync(stage, target, cancellationToken);
        await StoredOrders.Service.EmptyAsync(stage.Shop.Database!, cancellationToken);
        var connections = new List<WatchConnection>();
        try
        {
            for (var rest = Watchers; rest > 0; rest -= StreamsPerConnection)
                connections.Add(new(target.Grpc!, Math.Min(rest, StreamsPerConnection)));
            foreach (var connection in connections)
                _ = Task.Factory.StartNew(connection.Run, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await Task.WhenAll(connections.Select(connection => connection.AllOpened)).WaitAsync(Patience, cancellationToken);
            return await MeasureAsync(stage, target, connections, cancellationToken);
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }

    // Before anybody watches: the calls that make the service warm are many more than those that are measured.
    private static async Task WarmAsync(Stage stage, Target target, CancellationToken cancellationToken)
    {
        if (stage.WarmUp(target, Create) is not { Calls: > 0 } warmUp)
            return;
        var load = new GrpcLoad(target.Grpc!, Create, Bodies.Create)
        {
            Connections = stage.Options.Connections,
            Streams = stage.Options.Streams,
            WarmUp = warmUp,
            Duration = warmUp.RunUp,
        };
        stage.Called(target, Create, await GrpcGenerator.RunAsync(load, new([], null), cancellationToken));
    }

    private async Task<Measurement> MeasureAsync(Stage stage, Target target, List<WatchConnection> connections, CancellationToken cancellationToken)
    {
        var options = stage.Options;
        var meters = stage.Meters(target);
        // Until the code that tells watchers is warm they fall behind, and then they have to catch up.
        var runUp = options.WarmUp > ShortestRunUp ? options.WarmUp : ShortestRunUp;
        connections.ForEach(connection => connection.LagsFrom = DateTime.UtcNow + runUp);
        var watch = Stopwatch.StartNew();
        var created = await GrpcGenerator.RunAsync(new(target.Grpc!, Create, Bodies.Create)
        {
            Connections = options.Connections,
            Streams = options.Streams,
            PerSecond = options.Rate,
            WarmUp = new(0, TimeSpan.Zero, runUp),
            Duration = options.Duration,
        }, meters, cancellationToken);
        var isWhole = await WaitForAsync(connections, created.Acknowledged, cancellationToken);
        var took = watch.Elapsed - runUp;

        var lags = new LatencyHistogram();
        connections.ForEach(connection => lags.Add(connection.Lags));
        var counts = connections.SelectMany(connection => connection.EventsPerWatcher).ToList();
        return Measurement.Of(created, meters, stage.Called(target, Create, created)) with
        {
            PerSecond = lags.Count / Math.Max(took.TotalSeconds, options.Duration.TotalSeconds),
            Latency = lags.Summarize(),
            Void = isWhole ? null : connections.Select(connection => connection.Failure).FirstOrDefault(failure => failure is not null)
                ?? string.Create(CultureInfo.InvariantCulture, $"of {created.Acknowledged:N0} events the watchers had {counts.Min():N0} to {counts.Max():N0}"),
            Note = string.Create(CultureInfo.InvariantCulture,
                $"events per second, of {(double)options.Rate * Watchers:N0} asked for; {created.PerSecond:N0} orders per second, created with p99 {created.Latency.P99:0.0} ms; each of {Watchers:N0} watchers had each of {created.Acknowledged:N0} events"),
        };
    }

    private static async Task<bool> WaitForAsync(List<WatchConnection> connections, long events, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (connections.Any(connection => connection.EventsPerWatcher.Any(count => count != events)))
        {
            if (waited.Elapsed > Patience || connections.Any(connection => connection.Failure is not null))
                return false;
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
        return true;
    }
}
