using System.Globalization;
using OrderApp.Benchmarks.Shop;
using OrderApp.Benchmarks.Yardsticks;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>The order service: its floor, and creates and reads with ever more in flight.</summary>
internal static class OrderScenarios
{
    private static readonly (int Connections, int Streams)[] Crowds = [(4, 32), (1, 1), (4, 4), (8, 64)];

    // A machine's speed changes within minutes: what is compared stands together, the yardsticks of pgbench before it. Reads come last: the orders that
    // they read are put there once.
    public static IEnumerable<Scenario> All =>
    [
        .. Writes(Crowds[0]),
        Floor(4, 32) with { Name = "floor-h2load", Title = "gRPC floor, 128 in flight, h2load", ByH2Load = true },
        Create(4, 32) with { Name = "create-h2load", Title = "CreateOrder, 128 in flight, h2load", ByH2Load = true, Yardsticks = ["floor-h2load", PgBenchScenario.Best, PgBenchScenario.Batch, "naive-h2load"] },
        Naive(4, 32) with { Name = "naive-h2load", Title = "One INSERT per call, 128 in flight, h2load", ByH2Load = true, Yardsticks = ["floor-h2load"] },
        .. Crowds[1..].SelectMany(Writes),
        Create(4, 32) with { Name = "create-open", Title = "CreateOrder, arriving at a fixed rate", IsOpenLoop = true, Yardsticks = [] },
        .. Crowds.Select(crowd => Read(crowd.Connections, crowd.Streams) with { IsQuick = IsQuick(crowd) }),
        Read(4, 32) with { Name = "read-h2load", Title = "ReadOrder, the same among 100,000, 128 in flight, h2load", ByH2Load = true, Yardsticks = ["floor-h2load"] },
    ];

    private static IEnumerable<Scenario> Writes((int Connections, int Streams) crowd) =>
        new Scenario[]
        {
            Floor(crowd.Connections, crowd.Streams),
            Create(crowd.Connections, crowd.Streams),
            Keyed(crowd.Connections, crowd.Streams) with { IsQuick = crowd.Connections * crowd.Streams is 128 },
            Naive(crowd.Connections, crowd.Streams),
        }.Select(scenario => scenario with { IsQuick = scenario.IsQuick && IsQuick(crowd) });

    private static bool IsQuick((int Connections, int Streams) crowd) => crowd.Connections * crowd.Streams is 1 or 128;

    private static GrpcScenario Floor(int connections, int streams) =>
        new($"floor-{connections * streams}", $"gRPC floor (Health/Check), {InFlight(connections, streams)}", "/grpc.health.v1.Health/Check")
        {
            Target = OrdersAsync,
            Bodies = (_, _) => Task.FromResult(Bodies.Floor),
            Connections = connections,
            Streams = streams,
        };

    public static CreateScenario Create(int connections, int streams) =>
        new($"create-{connections * streams}", $"CreateOrder, {InFlight(connections, streams)}")
        {
            Target = OrdersAsync,
            Stored = StoredOrders.Service,
            Bodies = (_, _) => Task.FromResult(Bodies.Create),
            Connections = connections,
            Streams = streams,
            Yardsticks = [$"floor-{connections * streams}", .. PgBench(connections * streams), $"naive-{connections * streams}"],
        };

    private static CreateScenario Keyed(int connections, int streams) => Create(connections, streams) with
    {
        Name = $"create-keyed-{connections * streams}",
        Title = $"CreateOrder with a different request_id each, {InFlight(connections, streams)}",
        Bodies = (_, _) => Task.FromResult(Bodies.CreateKeyed()),
        Yardsticks = [$"floor-{connections * streams}", .. KeyedPgBench(connections * streams), $"naive-{connections * streams}"],
    };

    private static CreateScenario Naive(int connections, int streams) => Create(connections, streams) with
    {
        Name = $"naive-{connections * streams}",
        Title = $"One INSERT per call, {InFlight(connections, streams)}",
        Target = (stage, cancellationToken) => stage.OwnShop.NaiveAsync(cancellationToken),
        Stored = StoredOrders.Naive,
        NeedsOwnShop = true,
        WarmUpShare = 0.3,
        Yardsticks = PgBench(connections * streams)[..1],
    };

    private static GrpcScenario Read(int connections, int streams) =>
        new($"read-{connections * streams}", $"ReadOrder, random among 100,000, {InFlight(connections, streams)}", "/order.OrderService/ReadOrder")
        {
            Target = OrdersAsync,
            Bodies = (stage, cancellationToken) => Reads.BodiesAsync(stage, StoredOrders.Service, cancellationToken),
            Connections = connections,
            Streams = streams,
            Yardsticks = [$"floor-{connections * streams}"],
        };

    // One caller makes batches of one.
    private static string[] PgBench(int inFlight) => inFlight == 1 ? [PgBenchScenario.Lone] : [PgBenchScenario.Best, PgBenchScenario.Batch];

    private static string[] KeyedPgBench(int inFlight) =>
        inFlight == 1 ? PgBench(inFlight) : [PgBenchScenario.Best, PgBenchScenario.BestKeyed, PgBenchScenario.Batch];

    private static Task<Target> OrdersAsync(Stage stage, CancellationToken cancellationToken) => stage.Shop.OrdersAsync(cancellationToken);

    public static string InFlight(int connections, int streams) =>
        connections * streams == 1 ? "one after another" : string.Create(CultureInfo.InvariantCulture, $"{connections * streams} in flight");
}
