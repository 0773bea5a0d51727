using Google.Protobuf;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders.Access;

/// <summary>Where calls without a token are not taken.</summary>
public sealed class AnonymousOrdersTests(PostgresServer postgres)
{
    private static readonly string Id = Guid.CreateVersion7().ToString();

    public static TheoryData<string, string> Settings => new() { { "Access:AnonymousOrders", "false" }, { "environment", "Production" } };

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task No_method_is_open_to_who_has_no_token(string setting, string value)
    {
        await using var callers = await Callers.StartAsync(postgres, (setting, value));
        IMessage[] requests =
        [
            new CreateOrderRequest { Name = "Emma" }, new ReadOrderRequest { Uuid = Id }, new UpdateOrderRequest { Uuid = Id, Name = "Emma" },
            new DeleteOrderRequest { Uuid = Id }, new GetOrderStatsRequest(), new ListOrdersRequest(), new WatchOrdersRequest(), new ListOrderEventsRequest { Uuid = Id },
            new CancelOrderRequest { Uuid = Id }, new ShipOrderRequest { Uuid = Id }, new DeliverOrderRequest { Uuid = Id },
            new MarkOrderRefundedRequest { Uuid = Id }, new AssignOrdersRequest { FromCustomerId = Id, ToCustomerId = $"{callers.Ada}" },
        ];
        Assert.Equal(OrderService.Descriptor.Methods.Select(method => method.InputType), requests.Select(request => request.Descriptor));

        foreach (var request in requests)
        {
            var refused = await Refusal.OfAsync(() => OrderCalls.SendAsync(callers.Client, request));
            Assert.Equal((request.Descriptor.Name, StatusCode.Unauthenticated), (request.Descriptor.Name, refused.StatusCode));
        }

        Assert.Equal($"{callers.Ada}", (await callers.CreateAsync("ada", "Emma")).CustomerId);
        Assert.Equal(1, await callers.Host.CountAsync("SELECT count(*) FROM orders"));
    }

    [Fact]
    public async Task Nobodys_orders_are_listed_and_told_to_operators_and_services_alone()
    {
        await using var callers = await Callers.StartAsync(postgres, ("Access:AnonymousOrders", "false"));
        using var ada = await callers.WatchAsync("ada");
        using var @operator = await callers.WatchAsync("operator");

        await callers.CreateAsync("service", "nobody's");
        await callers.CreateAsync("ada", "ada's");

        Assert.Equal("ada's", (await ada.NextAsync()).Order.Name);
        Assert.Equal(["nobody's", "ada's"], (await @operator.TakeAsync(2)).Select(told => told.Order.Name));
        Assert.Equal(["ada's"], await callers.ListAsync("ada"));
        Assert.Empty(await callers.ListAsync("bob"));
        Assert.Equal(["ada's", "nobody's"], await callers.ListAsync("operator"));
    }

    [Fact]
    public async Task In_Development_the_setting_can_be_turned_off_and_elsewhere_on()
    {
        await using var callers = await Callers.StartAsync(postgres, ("environment", "Production"), ("Access:AnonymousOrders", "true"));

        Assert.Equal("", (await callers.CreateAsync("nobody", "Emma")).CustomerId);
    }
}
