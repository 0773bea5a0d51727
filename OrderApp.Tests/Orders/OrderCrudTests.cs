using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class OrderCrudTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_created_order_is_read_back_as_it_was_answered()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);

        var created = await host.Client.CreateOrderAsync(new() { Name = "Ender's Game", Date = "2026-11-20 11:36:31.123456Z", UserId = 7, BookId = 5 });
        var read = await host.Client.ReadOrderAsync(new() { Uuid = created.Order.Uuid });

        Assert.Equal(OrderNotificationTypeEnum.Ok, created.NotificationType);
        Assert.Equal(created.Order, read.Order);
        Assert.Equal("2026-11-20T11:36:31.123456Z", read.Order.Date);
        Assert.Equal((7, 5), (read.Order.UserId, read.Order.BookId));
        Assert.Equal('7', Guid.Parse(read.Order.Uuid).ToString()[14]);
    }

    [Fact]
    public async Task An_update_without_a_mask_replaces_name_completed_and_date()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var order = (await host.Client.CreateOrderAsync(new() { Name = "Dune", Completed = true })).Order;

        var updated = (await host.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "Dune Messiah", Date = "1969-10-15" })).Order;

        Assert.Equal(("Dune Messiah", false, "1969-10-15T00:00:00Z"), (updated.Name, updated.Completed, updated.Date));
        Assert.NotEqual(order.Etag, updated.Etag);
        Assert.Equal(order.CreateTime, updated.CreateTime);
    }

    [Fact]
    public async Task An_update_mask_changes_only_what_it_names()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var order = (await host.Client.CreateOrderAsync(new() { Name = "Dune", Date = "1965-08-01" })).Order;

        var updated = (await host.Client.UpdateOrderAsync(new()
        {
            Uuid = order.Uuid,
            Name = "not taken",
            Completed = true,
            UpdateMask = new() { Paths = { "completed" } },
        })).Order;

        Assert.Equal(("Dune", true, order.Date), (updated.Name, updated.Completed, updated.Date));
    }

    [Fact]
    public async Task Updates_with_and_without_a_date_go_together()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var orders = await Task.WhenAll(Enumerable.Range(0, 60).Select(async number =>
            (await host.Client.CreateOrderAsync(new() { Name = $"order {number}", Date = "2026-01-01" })).Order));

        var updated = await Task.WhenAll(orders.Select(async (order, number) => (await host.Client.UpdateOrderAsync(new()
        {
            Uuid = order.Uuid,
            Name = order.Name,
            Date = number % 2 == 0 ? "" : "2026-02-02",
        })).Order));

        Assert.All(updated, (order, number) => Assert.Equal(number % 2 == 0 ? "2026-01-01T00:00:00Z" : "2026-02-02T00:00:00Z", order.Date));
    }

    [Fact]
    public async Task A_deleted_order_is_gone_and_deleting_it_again_is_no_error()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var order = (await host.Client.CreateOrderAsync(new() { Name = "Emma" })).Order;

        var first = await host.Client.DeleteOrderAsync(new() { Uuid = order.Uuid });
        var second = await host.Client.DeleteOrderAsync(new() { Uuid = order.Uuid });
        var error = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.ReadOrderAsync(new() { Uuid = order.Uuid }));

        Assert.True(first.Success);
        Assert.False(second.Success);
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task Updating_an_unknown_order_answers_not_found()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Client.UpdateOrderAsync(new() { Uuid = Guid.NewGuid().ToString(), Name = "Nobody's" }));

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task A_stale_etag_aborts_an_update_and_a_delete_and_loses_nothing()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var first = (await host.Client.CreateOrderAsync(new() { Name = "Emma" })).Order;
        var second = (await host.Client.UpdateOrderAsync(new() { Uuid = first.Uuid, Name = "Emma, 2nd", Etag = first.Etag })).Order;

        var update = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Client.UpdateOrderAsync(new() { Uuid = first.Uuid, Name = "lost?", Etag = first.Etag }));
        var delete = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Client.DeleteOrderAsync(new() { Uuid = first.Uuid, Etag = first.Etag }));

        Assert.Equal((StatusCode.Aborted, StatusCode.Aborted), (update.StatusCode, delete.StatusCode));
        Assert.Equal(second, (await host.Client.ReadOrderAsync(new() { Uuid = first.Uuid })).Order);
    }

    [Fact]
    public async Task Of_many_racing_updates_with_one_etag_one_wins_and_all_others_are_told()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var order = (await host.Client.CreateOrderAsync(new() { Name = "Persuasion" })).Order;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(async number =>
        {
            try
            {
                return (await host.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = $"by {number}", Etag = order.Etag })).Order.Name;
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Aborted)
            {
                return null;
            }
        }));

        var winner = Assert.Single(outcomes, outcome => outcome is not null);
        Assert.Equal(winner, (await host.Client.ReadOrderAsync(new() { Uuid = order.Uuid })).Order.Name);
    }

    [Fact]
    public async Task Every_change_has_its_event_in_the_order_it_was_made()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var order = (await host.Client.CreateOrderAsync(new() { Name = "Ulysses" })).Order;
        await host.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "Ulysses", Completed = true });
        await host.Client.DeleteOrderAsync(new() { Uuid = order.Uuid });

        var types = new List<short>();
        await using var command = host.Database.CreateCommand("SELECT type FROM order_events WHERE order_id = $1 ORDER BY position");
        command.Parameters.Add(new() { Value = Guid.Parse(order.Uuid) });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            types.Add(reader.GetInt16(0));

        Assert.Equal<short>([1, 2, 3], types);
    }
}
