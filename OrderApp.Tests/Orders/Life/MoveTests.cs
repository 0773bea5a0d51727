using Google.Rpc;
using Grpc.Core;
using OrderApp.Orders.Common;
using OrderApp.Protos;
using OrderApp.Tests.Orders.Access;
using OrderApp.Tests.Support;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Tests.Orders.Life;

public sealed class MoveTests(OrdersWithLines service) : IClassFixture<OrdersWithLines>
{
    private static readonly string[] Moves = ["CancelOrder", "ShipOrder", "DeliverOrder", "MarkOrderRefunded", "Complete", "Reopen"];

    // How an order comes into each state, and the state that each move then leads to; what is not here is refused.
    private static readonly Dictionary<string, (string[] Way, Dictionary<string, State> Leads)> Life = new()
    {
        ["old, open"] = ([], new() { ["CancelOrder"] = State.Cancelled, ["Complete"] = State.Delivered, ["Reopen"] = State.Placed }),
        ["old, completed"] = (["Complete"], new() { ["DeliverOrder"] = State.Delivered, ["Complete"] = State.Delivered, ["Reopen"] = State.Placed }),
        ["old, cancelled"] = (["CancelOrder"], new() { ["CancelOrder"] = State.Cancelled, ["Reopen"] = State.Cancelled }),
        ["PLACED"] = ([], new() { ["CancelOrder"] = State.Cancelled, ["Complete"] = State.Delivered, ["Reopen"] = State.Placed }),
        ["PLACED, delivered"] = (["Complete"], new() { ["DeliverOrder"] = State.Delivered, ["Complete"] = State.Delivered }),
        ["PLACED, cancelled"] = (["CancelOrder"], new() { ["CancelOrder"] = State.Cancelled, ["Reopen"] = State.Cancelled }),
        ["PAID"] = ([], new()
        {
            ["CancelOrder"] = State.Cancelled, ["ShipOrder"] = State.Shipped, ["MarkOrderRefunded"] = State.Refunded, ["Complete"] = State.Delivered,
            ["Reopen"] = State.Paid,
        }),
        ["PAID, cancelled"] = (["CancelOrder"], new()
        {
            ["CancelOrder"] = State.Cancelled, ["MarkOrderRefunded"] = State.Refunded, ["Reopen"] = State.Cancelled,
        }),
        ["PAID, cancelled, refunded"] = (["CancelOrder", "MarkOrderRefunded"], new()
        {
            ["CancelOrder"] = State.Refunded, ["MarkOrderRefunded"] = State.Refunded, ["Reopen"] = State.Refunded,
        }),
        ["PAID, refunded"] = (["MarkOrderRefunded"], new() { ["MarkOrderRefunded"] = State.Refunded, ["Reopen"] = State.Refunded }),
        ["PAID, shipped"] = (["ShipOrder"], new()
        {
            ["ShipOrder"] = State.Shipped, ["DeliverOrder"] = State.Delivered, ["MarkOrderRefunded"] = State.Refunded, ["Complete"] = State.Delivered,
            ["Reopen"] = State.Shipped,
        }),
        ["PAID, shipped, delivered"] = (["ShipOrder", "DeliverOrder"], new()
        {
            ["DeliverOrder"] = State.Delivered, ["MarkOrderRefunded"] = State.Refunded, ["Complete"] = State.Delivered,
        }),
        ["PAID, shipped, delivered, refunded"] = (["ShipOrder", "DeliverOrder", "MarkOrderRefunded"], new()
        {
            ["MarkOrderRefunded"] = State.Refunded, ["Complete"] = State.Refunded,
        }),
    };

    private Callers Callers => service.Callers;

    public static TheoryData<string, string> AllPairs =>
        [.. from life in Life.Keys from move in Moves select new TheoryDataRow<string, string>(life, move)];

    [Theory]
    [MemberData(nameof(AllPairs))]
    public async Task A_move_leads_on_or_is_refused_and_changes_nothing(string life, string move)
    {
        var before = await MakeAsync(life);

        if (Life[life].Leads.TryGetValue(move, out var to))
        {
            var after = await Callers.MoveAsync(move, before.Uuid);
            Assert.Equal((to, to is State.Delivered || (to is State.Refunded && before.Completed)), (after.State, after.Completed));
            Assert.Equal(after, await Callers.ReadAsync(before.Uuid));
            return;
        }

        var refused = await Assert.ThrowsAsync<RpcException>(() => Callers.MoveAsync(move, before.Uuid));
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        var reason = refused.GetRpcStatus()!.GetDetail<ErrorInfo>()!;
        Assert.Equal(("ILLEGAL_TRANSITION", before.State.ToString().ToUpperInvariant()), (reason.Reason, reason.Metadata["from"]));
        Assert.Contains(reason.Metadata["to"], Enum.GetNames<State>().Select(name => name.ToUpperInvariant()));
        Assert.Equal(before, await Callers.ReadAsync(before.Uuid));
    }

    [Fact]
    public void No_move_leads_out_of_REFUNDED_and_each_state_but_PAID_is_reached_by_one()
    {
        Assert.DoesNotContain(OrderMoves.All, move => move.From.Contains(State.Refunded));
        Assert.Equal(
            [State.Placed, State.Shipped, State.Delivered, State.Cancelled, State.Refunded], OrderMoves.All.Select(move => move.To).Distinct().Order());
    }

    [Fact]
    public async Task What_is_repeated_changes_nothing_whatever_its_etag_says()
    {
        var order = await Callers.BuyAsync(Callers.Ada);
        var shipped = await Callers.MoveAsync("ShipOrder", order.Uuid, etag: order.Etag);

        Assert.Equal(shipped, await Callers.MoveAsync("ShipOrder", order.Uuid, etag: order.Etag));
        Assert.Equal("1Z 999", shipped.TrackingNumber);
        var events = (await Callers.Client.ListOrderEventsAsync(new() { Uuid = order.Uuid }, Callers.As("ada"))).Events;
        Assert.Equal([State.Paid, State.Shipped], events.Select(told => told.Order.State));
    }

    [Fact]
    public async Task A_second_tracking_number_is_refused()
    {
        var order = await Callers.BuyAsync(Callers.Ada);
        await Callers.MoveAsync("ShipOrder", order.Uuid);

        foreach (var number in new[] { "2Z 000", "" })
        {
            var refused = await Refusal.OfAsync(Callers.Client.ShipOrderAsync(new() { Uuid = order.Uuid, TrackingNumber = number }, Callers.As("operator")));
            Assert.Equal((StatusCode.FailedPrecondition, $"state: order {order.Uuid} is SHIPPED and cannot become SHIPPED"), (refused.StatusCode, refused.Detail));
        }

        Assert.Equal("1Z 999", (await Callers.ReadAsync(order.Uuid)).TrackingNumber);
    }

    [Fact]
    public async Task A_move_of_another_version_is_ABORTED()
    {
        var order = await Callers.BuyAsync(Callers.Ada);
        await Callers.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "for my sister" }, Callers.As("ada"));

        foreach (var move in new[] { "CancelOrder", "ShipOrder", "Complete" })
            Assert.Equal(StatusCode.Aborted, (await Refusal.OfAsync(() => Callers.MoveAsync(move, order.Uuid, etag: order.Etag))).StatusCode);
        Assert.Equal(State.Paid, (await Callers.ReadAsync(order.Uuid)).State);
    }

    [Fact]
    public async Task A_customer_cancels_his_own_order_and_another_finds_none()
    {
        var order = await Callers.BuyAsync(Callers.Ada);

        foreach (var stranger in new[] { "bob", "guest", "nobody" })
            Assert.Equal(StatusCode.NotFound, (await Refusal.OfAsync(() => Callers.MoveAsync("CancelOrder", order.Uuid, stranger))).StatusCode);
        Assert.Equal(State.Paid, (await Callers.ReadAsync(order.Uuid)).State);
        Assert.Equal(State.Cancelled, (await Callers.MoveAsync("CancelOrder", order.Uuid, "ada")).State);
    }

    [Theory]
    [InlineData("ShipOrder", "ada", "guest", "service")]
    [InlineData("DeliverOrder", "ada", "guest", "service")]
    [InlineData("MarkOrderRefunded", "ada", "guest")]
    public async Task The_shops_own_moves_are_not_a_customers(string move, params string[] refused)
    {
        foreach (var (caller, owner) in refused.Select(caller => (caller, caller == "guest" ? Callers.Guest : Callers.Ada)))
        {
            var order = await Callers.BuyAsync(owner);
            if (move == "DeliverOrder")
                await Callers.MoveAsync("ShipOrder", order.Uuid);
            Assert.Equal(StatusCode.PermissionDenied, (await Refusal.OfAsync(() => Callers.MoveAsync(move, order.Uuid, caller))).StatusCode);
        }
    }

    [Fact]
    public async Task A_customer_changes_name_and_date_of_what_he_bought_and_nothing_else()
    {
        var order = await Callers.BuyAsync(Callers.Ada);

        var renamed = (await Callers.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "A present", Date = "2026-12-24" }, Callers.As("ada"))).Order;
        var refused = await Refusal.OfAsync(() => Callers.MoveAsync("Complete", order.Uuid, "ada"));

        Assert.Equal(("A present", "2026-12-24T00:00:00Z", State.Paid), (renamed.Name, renamed.Date, renamed.State));
        Assert.Equal((order.Lines, order.Total, order.DeliveryAddress), (renamed.Lines, renamed.Total, renamed.DeliveryAddress));
        Assert.Equal((StatusCode.PermissionDenied, "completed: only operators may set it where something was bought"), (refused.StatusCode, refused.Detail));
        Assert.Equal(renamed, await Callers.ReadAsync(order.Uuid));
    }

    [Fact]
    public async Task What_was_paid_is_removed_by_operators_only_also_when_it_is_refunded()
    {
        foreach (var way in new string[][] { [], ["CancelOrder", "MarkOrderRefunded"], ["ShipOrder", "DeliverOrder"] })
        {
            var order = await Callers.BuyAsync(Callers.Ada);
            foreach (var move in way)
                await Callers.MoveAsync(move, order.Uuid);

            var refused = await Refusal.OfAsync(Callers.Client.DeleteOrderAsync(new() { Uuid = order.Uuid }, Callers.As("ada")));
            Assert.Equal((StatusCode.FailedPrecondition, $"uuid: order {order.Uuid} was paid; cancel it instead"), (refused.StatusCode, refused.Detail));
            Assert.False((await Callers.Client.DeleteOrderAsync(new() { Uuid = order.Uuid }, Callers.As("bob"))).Success);
            Assert.True((await Callers.Client.DeleteOrderAsync(new() { Uuid = order.Uuid }, Callers.As("operator"))).Success);
        }

        var placed = await Callers.BuyAsync(Callers.Ada, State.Placed);
        Assert.True((await Callers.Client.DeleteOrderAsync(new() { Uuid = placed.Uuid }, Callers.As("ada"))).Success);
    }

    [Fact]
    public async Task What_is_not_there_or_not_acceptable_is_refused_by_its_name()
    {
        var id = Guid.CreateVersion7().ToString();
        foreach (var move in Moves)
        {
            Assert.Equal(StatusCode.NotFound, (await Refusal.OfAsync(() => Callers.MoveAsync(move, id))).StatusCode);
            Assert.StartsWith("uuid: ", (await Refusal.OfAsync(() => Callers.MoveAsync(move, "17"))).Detail, StringComparison.Ordinal);
        }

        var (client, headers) = (Callers.Client, Callers.As("operator"));
        (string, Func<Task>)[] bad =
        [
            ("reason", () => client.CancelOrderAsync(new() { Uuid = id, Reason = new('x', 201) }, headers).ResponseAsync),
            ("request_id", () => client.CancelOrderAsync(new() { Uuid = id, RequestId = new('x', 256) }, headers).ResponseAsync),
            ("tracking_number", () => client.ShipOrderAsync(new() { Uuid = id, TrackingNumber = new('x', 101) }, headers).ResponseAsync),
            ("request_id", () => client.ShipOrderAsync(new() { Uuid = id, RequestId = "a\u0000b" }, headers).ResponseAsync),
            ("request_id", () => client.DeliverOrderAsync(new() { Uuid = id, RequestId = new('x', 256) }, headers).ResponseAsync),
            ("request_id", () => client.MarkOrderRefundedAsync(new() { Uuid = id, RequestId = new('x', 256) }, headers).ResponseAsync),
        ];
        foreach (var (field, call) in bad)
        {
            var refused = await Refusal.OfAsync(call);
            Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
            Assert.StartsWith($"{field}: ", refused.Detail, StringComparison.Ordinal);
        }
    }

    private async Task<Order> MakeAsync(string life)
    {
        var order = life.Split(", ")[0] switch
        {
            "old" => await Callers.CreateAsync("ada", "Emma"),
            "PLACED" => await Callers.BuyAsync(Callers.Ada, State.Placed),
            _ => await Callers.BuyAsync(Callers.Ada),
        };
        foreach (var move in Life[life].Way)
            order = await Callers.MoveAsync(move, order.Uuid);
        return order;
    }
}
