namespace OrderApp.Benchmarks.Scenarios;

/// <summary>
/// Watchers while orders arrive at a fixed rate. What is told is events per second and how late each was read, from the change itself to the end of reading
/// it. Every watcher must have every event in the end, or the run is void.
/// </summary>
internal static class WatchScenario
{
    private const int StreamsPerConnection = 100;
    private const string Create = "/order.OrderService/CreateOrder";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // In a shop that others use too, nobody can tell how many events there should be.
    public static IEnumerable<Scenario> All => [Watch(100), Watch(1000) with { IsQuick = false }];

    private static Scenario Watch(int watchers) => new(
        string.Create(CultureInfo.InvariantCulture, $"watch-{watchers}"),
        string.Create(CultureInfo.InvariantCulture, $"{watchers:N0} watchers while orders arrive at a fixed rate"),
        Needs.OwnShop,
        (stage, cancellationToken) => MeasureAsync(stage, watchers, cancellationToken));

    private static async Task<Measurement> MeasureAsync(Stage stage, int watchers, CancellationToken cancellationToken)
    {
        var target = await stage.Shop.OrdersAsync(cancellationToken);
        var plan = stage.Plan(target, Create, stage.Options.Connections, stage.Options.Streams);
        // Before anybody watches: the calls that make the service warm are many more than those that are measured.
        if (plan.WarmUp.Calls > 0)
            stage.Measured(target, Create, await LoadAsync(plan with { Duration = stage.Options.RunUp }, new([], null), cancellationToken));
        await stage.Stored(BookShop.Orders)!.EmptyAsync(cancellationToken);

        var connections = Enumerable.Range(0, (watchers + StreamsPerConnection - 1) / StreamsPerConnection)
            .Select(number => new WatchConnection(target.Grpc[0], Math.Min(StreamsPerConnection, watchers - number * StreamsPerConnection)))
            .ToList();
        try
        {
            await Task.WhenAll(connections.Select(connection => connection.OpenAsync(cancellationToken))).WaitAsync(Patience, cancellationToken);
            return await MeasureAsync(stage, target, plan, connections, cancellationToken);
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }

    private static async Task<Measurement> MeasureAsync(Stage stage, Target target, LoadPlan plan, List<WatchConnection> connections, CancellationToken cancellationToken)
    {
        var (rate, meters) = (stage.Options.Rate, stage.Meters(target));
        // Until the code that tells watchers is warm they fall behind, and then they have to catch up.
        var runUp = TimeSpan.FromSeconds(Math.Max(1, stage.Options.WarmUp.TotalSeconds));
        connections.ForEach(connection => connection.LagsFrom = DateTime.UtcNow + runUp);
        var watch = Stopwatch.StartNew();
        var created = await LoadAsync(plan with { PerSecond = rate, WarmUp = new(0, TimeSpan.Zero, runUp) }, meters, cancellationToken);
        var isWhole = await WaitForAsync(connections, created.Acknowledged, cancellationToken);
        var took = watch.Elapsed - runUp;

        var lags = new Latencies();
        connections.ForEach(connection => lags.Add(connection.Lags));
        var counts = connections.SelectMany(connection => connection.EventsPerWatcher).ToList();
        return stage.Measured(target, Create, created) with
        {
            PerSecond = connections.Sum(connection => connection.Measured) / Math.Max(took.TotalSeconds, plan.Duration.TotalSeconds),
            Latency = lags.Summarize(),
            Void = isWhole ? null : connections.Select(connection => connection.Failure).FirstOrDefault(failure => failure is not null)
                ?? string.Create(CultureInfo.InvariantCulture, $"of {created.Acknowledged:N0} events the watchers had {counts.Min():N0} to {counts.Max():N0}"),
            Note = string.Create(CultureInfo.InvariantCulture,
                $"events per second, of {(double)rate * counts.Count:N0} asked for; {created.PerSecond:N0} orders per second, created with p99 {created.Latency?.P99:0.0} ms; each of {counts.Count:N0} watchers had each of {created.Acknowledged:N0} events"),
        };
    }

    private static Task<Measurement> LoadAsync(LoadPlan plan, MeterSet meters, CancellationToken cancellationToken) =>
        LoadGenerator.CallAsync(plan, number => Caller.Grpc(Create, GrpcBody.Create(number)), meters, cancellationToken);

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
