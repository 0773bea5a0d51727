using OrderApp.Benchmarks.Shop;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>Ids to read: a hundred thousand orders of our own shop, or the newest of somebody else's.</summary>
internal static class Reads
{
    private const int Orders = 100_000;
    private static readonly StoredOrders Stored = StoredOrders.Service;

    public static async Task<Func<long, byte[]>> BodiesAsync(Stage stage, CancellationToken cancellationToken) =>
        Bodies.Read(await IdsAsync(stage, cancellationToken));

    public static async Task<IReadOnlyList<Guid>> IdsAsync(Stage stage, CancellationToken cancellationToken) =>
        stage.Shop.Database is { } database ? await MakeAsync(database, cancellationToken) : await FindAsync(stage, cancellationToken);

    private static async Task<IReadOnlyList<Guid>> MakeAsync(OwnDatabase database, CancellationToken cancellationToken)
    {
        await Stored.EmptyAsync(database, cancellationToken);
        await OrderFilling.FillAsync(database, Stored.Database, Orders, cancellationToken);
        return await database.AskAsync<Guid[]>(Stored.Database, "SELECT array_agg(id ORDER BY random()) FROM orders", cancellationToken);
    }

    private static async Task<IReadOnlyList<Guid>> FindAsync(Stage stage, CancellationToken cancellationToken)
    {
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(stage.Options.Address ?? throw new InvalidOperationException("--address is needed to find orders to read."));
        var page = await new OrderService.OrderServiceClient(channel)
            .ListOrdersAsync(new() { PageSize = 1000 }, cancellationToken: cancellationToken);
        return page.Orders.Count > 0
            ? [.. page.Orders.Select(order => Guid.Parse(order.Uuid))]
            : throw new InvalidOperationException("The shop has no orders to read.");
    }
}
