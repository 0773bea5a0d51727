using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Orders.Access;
using OrderApp.Tests.Support;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Tests.Orders.Life;

public sealed class MoveRaceTests(PostgresServer postgres)
{
    [Fact]
    public async Task Of_sixty_four_cancels_and_ships_of_one_order_one_kind_wins_and_all_of_the_other_are_told()
    {
        await using var callers = await Callers.StartAsync(postgres);
        await using var second = await OrderServiceHost.StartOnAsync(callers.Host.Connection, callers.Tokens.Setting);
        for (var round = 0; round < 5; round++)
        {
            var order = await callers.BuyAsync(callers.Ada);

            var ends = await Task.WhenAll(Enumerable.Range(0, 64).Select(async number =>
            {
                var client = number % 4 < 2 ? callers.Client : second.Client;
                return number % 2 == 0
                    ? await EndAsync(async () => (await client.CancelOrderAsync(new() { Uuid = order.Uuid }, callers.As("ada"))).Order)
                    : await EndAsync(async () => (await client.ShipOrderAsync(new() { Uuid = order.Uuid }, callers.As("operator"))).Order);
            }));

            var state = (await callers.ReadAsync(order.Uuid)).State;
            Assert.Contains(state, new[] { State.Cancelled, State.Shipped });
            var (winners, losers) = state == State.Cancelled ? (0, 1) : (1, 0);
            Assert.All(ends.Where((_, number) => number % 2 == winners), end => Assert.Equal((StatusCode.OK, state), end));
            Assert.All(ends.Where((_, number) => number % 2 == losers), end => Assert.Equal(StatusCode.FailedPrecondition, end.Code));
            var events = (await callers.Client.ListOrderEventsAsync(new() { Uuid = order.Uuid }, callers.As("operator"))).Events;
            Assert.Equal([State.Paid, state], events.Select(told => told.Order.State));
        }
    }

    [Fact]
    public async Task Whatever_moves_race_every_event_is_a_legal_step_from_the_one_before()
    {
        (State, State)[] legal =
        [
            (State.Paid, State.Shipped), (State.Paid, State.Cancelled), (State.Paid, State.Refunded), (State.Paid, State.Delivered),
            (State.Shipped, State.Delivered), (State.Shipped, State.Refunded), (State.Delivered, State.Refunded), (State.Cancelled, State.Refunded),
        ];
        string[] moves = ["CancelOrder", "ShipOrder", "DeliverOrder", "MarkOrderRefunded", "Complete", "Reopen"];
        await using var callers = await Callers.StartAsync(postgres);
        var orders = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => callers.BuyAsync(callers.Ada)));

        await Task.WhenAll(orders.SelectMany(order => Enumerable.Range(0, 24).Select(_ => Random.Shared.GetItems(moves, 1)[0])
            .Select(move => EndAsync(() => callers.MoveAsync(move, order.Uuid)))));

        foreach (var order in orders)
        {
            var told = (await callers.Client.ListOrderEventsAsync(new() { Uuid = order.Uuid }, callers.As("operator"))).Events.Select(item => item.Order).ToList();
            var steps = told.Zip(told.Skip(1), (before, after) => (before.State, after.State));
            // An UpdateOrder that sets completed to what it is tells of an order as it was.
            Assert.All(steps.Where(step => step.Item1 != step.Item2), step => Assert.Contains(step, legal));
            Assert.Equal(Enumerable.Range(1, told.Count).Select(version => $"{version}"), told.Select(item => item.Etag));
            Assert.Equal(told[^1], await callers.ReadAsync(order.Uuid));
        }
    }

    private static async Task<(StatusCode Code, State State)> EndAsync(Func<Task<Order>> move)
    {
        try
        {
            return (StatusCode.OK, (await move()).State);
        }
        catch (RpcException refused)
        {
            return (refused.StatusCode, State.Unspecified);
        }
    }
}
