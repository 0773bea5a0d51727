using Grpc.Net.Client;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>The order service: its floor, creates, reads and lists, called directly and through the front door.</summary>
internal static class GrpcScenarios
{
    private const string CreateMethod = "/order.OrderService/CreateOrder";
    private const string ReadMethod = "/order.OrderService/ReadOrder";
    private const string ListMethod = "/order.OrderService/ListOrders";
    private const string FloorMethod = "/grpc.health.v1.Health/Check";
    private const int OrdersToRead = 100_000;
    private const int PageSize = 100;

    // A machine's speed changes within minutes: what is compared stands together, h2load's first because it warms the service up fastest. Reads come last: the orders that they read are put there once.
    public static IEnumerable<Scenario> All(BenchOptions options)
    {
        var (connections, streams) = (options.Connections, options.Streams);
        var many = connections * streams;
        var inFlight = string.Create(CultureInfo.InvariantCulture, $"{many} in flight");
        string[] rows = [PgBenchScenarios.Rows, PgBenchScenarios.Batch];
        return
        [
            Floor("floor-h2load", $"gRPC floor, {inFlight}, h2load", connections, streams, Client.H2Load),
            Create("create-h2load", $"CreateOrder, {inFlight}, h2load", connections, streams, client: Client.H2Load) with { Yardsticks = ["floor-h2load", .. rows] },
            Create("create-signed-in", $"CreateOrder with a customer's token, {inFlight}, h2load", connections, streams, client: Client.H2Load, isSignedIn: true)
                with { Yardsticks = ["create-h2load"] },
            Floor($"floor-{many}", $"gRPC floor (Health/Check with an empty body), {inFlight}", connections, streams),
            Create($"create-{many}", $"CreateOrder, {inFlight}", connections, streams) with { Yardsticks = [$"floor-{many}", .. rows] },
            Create($"create-keyed-{many}", $"CreateOrder with a different request_id each, {inFlight}", connections, streams, GrpcBody.KeyedCreates)
                with { Yardsticks = [$"floor-{many}", $"create-{many}", PgBenchScenarios.Rows, PgBenchScenarios.KeyedRows, PgBenchScenarios.Batch] },
            Floor("floor-1", "gRPC floor, one after another, h2load", 1, 1, Client.H2Load),
            Create("create-1", "CreateOrder, one after another, h2load", 1, 1, client: Client.H2Load) with { Yardsticks = ["floor-1", PgBenchScenarios.OneClient] },
            Create("create-open", "CreateOrder, arriving at a fixed rate", connections, streams, client: Client.OpenLoop),
            .. Enumerable.Range(2, 2).Select(replicas => Create($"create-replicas-{replicas}", $"CreateOrder at {replicas} replicas, {inFlight} in all",
                connections * replicas, Math.Max(1, streams / replicas), replicas: replicas) with { Yardsticks = [$"create-{many}"], IsQuick = replicas is 2 }),
            Create("door-create-1", "CreateOrder, one after another, through the front door, h2load", 1, 1, client: Client.H2Load, isDoor: true)
                with { Yardsticks = ["create-1"], IsQuick = false },
            Create($"door-create-{many}", $"CreateOrder, {inFlight}, through the front door, h2load", connections, streams, client: Client.H2Load, isDoor: true)
                with { Yardsticks = ["create-h2load"] },
            Read($"read-{many}", $"ReadOrder, random among 100,000, {inFlight}", connections, streams, Client.Own) with { Yardsticks = [$"floor-{many}"] },
            Read("read-h2load", $"ReadOrder, the same among 100,000, {inFlight}, h2load", connections, streams, Client.H2Load) with { Yardsticks = ["floor-h2load"] },
            Read($"door-read-{many}", $"ReadOrder, the same among 100,000, {inFlight}, through the front door, h2load", connections, streams, Client.H2Load, isDoor: true)
                with { Yardsticks = ["read-h2load"], IsQuick = false },
            List("list-10k", 10_000) with { Yardsticks = ["floor-1"] },
            List("list-1m", 1_000_000) with { Yardsticks = ["list-10k"], IsQuick = false },
            List("list-10m", 10_000_000) with { Yardsticks = ["list-10k"], IsQuick = false },
        ];
    }

    private enum Client
    {
        Own,
        OpenLoop,
        H2Load,
    }

    private static Needs NeedsOf(Client client, bool ownShop = false) =>
        Needs.Grpc | (client is Client.H2Load ? Needs.H2Load : Needs.None) | (ownShop ? Needs.OwnShop : Needs.None);

    private static Scenario Floor(string name, string title, int connections, int streams, Client client = Client.Own) =>
        new(name, title, NeedsOf(client), async (stage, cancellationToken) =>
        {
            var target = await stage.Shop.OrdersAsync(cancellationToken);
            // A prefix without a message after it: every field has its default.
            var body = new byte[GrpcBody.PrefixLength];
            return await LoadAsync(stage, target, FloorMethod, _ => body, connections, streams, client, 1, cancellationToken);
        });

    private static Scenario Create(
        string name, string title, int connections, int streams, Func<Func<long, byte[]>>? bodies = null, Client client = Client.Own, int replicas = 1, bool isDoor = false,
        bool isSignedIn = false) =>
        new(name, title, NeedsOf(client, ownShop: isDoor || isSignedIn || replicas > 1), async (stage, cancellationToken) =>
        {
            var database = isSignedIn ? "ownedorders" : replicas == 1 ? BookShop.Orders : $"replicas_{replicas}";
            var target = isDoor ? await stage.Shop.FrontDoorAsync(cancellationToken)
                : await stage.Shop.OrdersAsync(cancellationToken, database, replicas, withAccounts: isSignedIn);
            var stored = stage.Stored(database);
            if (stored is not null)
                await stored.EmptyAsync(cancellationToken);
            var run = await LoadAsync(
                stage, target, CreateMethod, bodies?.Invoke() ?? GrpcBody.Create, connections, streams, client, isDoor ? 0.3 : 1, cancellationToken,
                isSignedIn ? await stage.Shop.SignInAsync(cancellationToken) : null);
            return stored is null ? run : await stored.CheckAsync(run, run.Acknowledged, cancellationToken);
        });

    private static Scenario Read(string name, string title, int connections, int streams, Client client, bool isDoor = false) =>
        new(name, title, NeedsOf(client, ownShop: isDoor), async (stage, cancellationToken) =>
        {
            var target = isDoor ? await stage.Shop.FrontDoorAsync(cancellationToken) : await stage.Shop.OrdersAsync(cancellationToken);
            var ids = await IdsAsync(stage, cancellationToken);
            byte[] Body(long number) => GrpcBody.Of(new ReadOrderRequest { Uuid = ids[(int)(number % ids.Count)] });
            return await LoadAsync(stage, target, ReadMethod, Body, connections, streams, client, isDoor ? 0.3 : 1, cancellationToken);
        });

    private static Scenario List(string name, int orders) =>
        new(name, string.Create(CultureInfo.InvariantCulture, $"ListOrders, first page of {PageSize} among {orders:N0}, one after another, h2load"), Needs.OwnShop | Needs.H2Load,
            async (stage, cancellationToken) =>
            {
                var database = string.Create(CultureInfo.InvariantCulture, $"orders_{orders}");
                var target = await stage.Shop.OrdersAsync(cancellationToken, database);
                await stage.Stored(database)!.FillAsync(orders, cancellationToken);
                var body = GrpcBody.Of(new ListOrdersRequest { PageSize = PageSize });
                return await LoadAsync(stage, target, ListMethod, _ => body, 1, 1, Client.H2Load, 0.05, cancellationToken);
            });

    private static async Task<Measurement> LoadAsync(
        Stage stage, Target target, string method, Func<long, byte[]> body, int connections, int streams, Client client, double warmUpShare, CancellationToken cancellationToken,
        (string Name, string Value)? header = null)
    {
        var rate = client is Client.OpenLoop ? stage.Options.Rate : (int?)null;
        var plan = stage.Plan(target, method, connections, streams, warmUpShare) with { PerSecond = rate };
        var meters = stage.Meters(target);
        var run = client is Client.H2Load
            ? await stage.H2Load!.RunAsync(plan, method, body(0), meters, cancellationToken, header)
            : await LoadGenerator.CallAsync(plan, number => Caller.Grpc(method, body(number)), meters, cancellationToken);
        return stage.Measured(target, method, run) with { Note = rate is null ? null : $"{rate} arrivals per second" };
    }

    // A hundred thousand orders of our own shop, or the newest of somebody else's.
    private static async Task<IReadOnlyList<string>> IdsAsync(Stage stage, CancellationToken cancellationToken)
    {
        if (stage.Stored(BookShop.Orders) is { } stored)
        {
            await stored.FillAsync(OrdersToRead, cancellationToken);
            return await stored.IdsAsync(cancellationToken);
        }
        using var channel = GrpcChannel.ForAddress(stage.Options.Address!);
        var page = await new OrderService.OrderServiceClient(channel).ListOrdersAsync(new() { PageSize = 1000 }, cancellationToken: cancellationToken);
        return page.Orders.Count > 0 ? [.. page.Orders.Select(order => order.Uuid)] : throw new InvalidOperationException("the shop has no orders to read");
    }
}
