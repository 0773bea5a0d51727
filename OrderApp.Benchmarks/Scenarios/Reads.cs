using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Net.Client;
using OrderApp.Benchmarks.Shop;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>Ids to read: a hundred thousand orders of our own shop, or the newest of somebody else's.</summary>
internal static class Reads
{
    private const int Orders = 100_000;
    private const int PageSize = 1000;

    public static async Task<Func<long, byte[]>> BodiesAsync(Stage stage, StoredOrders stored, CancellationToken cancellationToken) =>
        Bodies.Read(await IdsAsync(stage, stored, cancellationToken));

    public static async Task<IReadOnlyList<Guid>> IdsAsync(Stage stage, StoredOrders stored, CancellationToken cancellationToken)
    {
        var ids = stage.Shop.Database is { } database ? await KeepOrMakeAsync(stage, database, stored, cancellationToken)
            : stage.Options.Address is { } address ? await AskAsync(address, cancellationToken)
            : await AskJsonAsync(stage.Options.Web!, cancellationToken);
        return ids.Count > 0 ? ids : throw new InvalidOperationException("the shop has no orders to read");
    }

    // They are still those of the scenario before when nobody has emptied the table in between.
    private static async Task<IReadOnlyList<Guid>> KeepOrMakeAsync(Stage stage, OwnDatabase database, StoredOrders stored, CancellationToken cancellationToken)
    {
        if (stage.OrdersToRead.TryGetValue(stored.Database, out var made)
            && await database.AskAsync<long>(stored.Database, stored.RowsSql, cancellationToken) == made.Count
            && await database.AskAsync<bool>(stored.Database, $"SELECT EXISTS (SELECT FROM orders WHERE id = '{made[0]}')", cancellationToken))
            return made;
        return stage.OrdersToRead[stored.Database] = await MakeAsync(database, stored, cancellationToken);
    }

    private static async Task<IReadOnlyList<Guid>> MakeAsync(OwnDatabase database, StoredOrders stored, CancellationToken cancellationToken)
    {
        await stored.EmptyAsync(database, cancellationToken);
        await OrderFilling.FillAsync(database, stored.Database, Orders, cancellationToken);
        return await database.AskAsync<Guid[]>(stored.Database, "SELECT array_agg(id ORDER BY random()) FROM orders", cancellationToken);
    }

    private static async Task<IReadOnlyList<Guid>> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var page = await new OrderService.OrderServiceClient(channel).ListOrdersAsync(new() { PageSize = PageSize }, cancellationToken: cancellationToken);
        return [.. page.Orders.Select(order => Guid.Parse(order.Uuid))];
    }

    private static async Task<IReadOnlyList<Guid>> AskJsonAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = address };
        var page = await http.GetFromJsonAsync<JsonElement>($"/order?pageSize={PageSize}", cancellationToken);
        return page.TryGetProperty("orders", out var orders) ? [.. orders.EnumerateArray().Select(order => order.GetProperty("uuid").GetGuid())] : [];
    }
}
