using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class BadInputTests(OrderServiceFixture service) : IClassFixture<OrderServiceFixture>
{
    private static readonly string Id = Guid.CreateVersion7().ToString();

    public static TheoryData<string, string, IMessage> BadRequests => new()
    {
        { "no name", "name", new CreateOrderRequest() },
        { "a name of blanks", "name", new CreateOrderRequest { Name = " \u00a0\u2003" } },
        { "201 letters", "name", new CreateOrderRequest { Name = new string('x', 201) } },
        { "201 emoji", "name", new CreateOrderRequest { Name = string.Concat(Enumerable.Repeat("\U0001F4D6", 201)) } },
        { "a line break", "name", new CreateOrderRequest { Name = "one\ntwo" } },
        { "NUL", "name", new CreateOrderRequest { Name = "one\0two" } },
        { "an escape", "name", new CreateOrderRequest { Name = "\u001b[31mred" } },
        { "a C1 control", "name", new CreateOrderRequest { Name = "next\u0085line" } },
        { "no date at all", "date", new CreateOrderRequest { Name = "x", Date = "tomorrow" } },
        { "user 0", "user_id", new CreateOrderRequest { Name = "x", UserId = 0 } },
        { "user -1", "user_id", new CreateOrderRequest { Name = "x", UserId = -1 } },
        { "book 0", "book_id", new CreateOrderRequest { Name = "x", BookId = 0 } },
        { "the least book", "book_id", new CreateOrderRequest { Name = "x", BookId = int.MinValue } },
        { "a key of 256 characters", "request_id", new CreateOrderRequest { Name = "x", RequestId = new string('k', 256) } },
        { "a key with NUL", "request_id", new CreateOrderRequest { Name = "x", RequestId = "k\0" } },
        { "read nothing", "uuid", new ReadOrderRequest() },
        { "read no uuid", "uuid", new ReadOrderRequest { Uuid = "order-1" } },
        { "read a uuid in braces", "uuid", new ReadOrderRequest { Uuid = $"{{{Id}}}" } },
        { "read a uuid and a quote", "uuid", new ReadOrderRequest { Uuid = Id + "'" } },
        { "update nothing", "uuid", new UpdateOrderRequest { Name = "x" } },
        { "update to no name", "name", new UpdateOrderRequest { Uuid = Id } },
        { "update to a long name", "name", new UpdateOrderRequest { Uuid = Id, Name = new string('x', 201) } },
        { "update to no date", "date", new UpdateOrderRequest { Uuid = Id, Name = "x", Date = "2026-02-30" } },
        { "update an unknown field", "update_mask", new UpdateOrderRequest { Uuid = Id, Name = "x", UpdateMask = new() { Paths = { "name", "etag" } } } },
        { "update all and one", "update_mask", new UpdateOrderRequest { Uuid = Id, Name = "x", UpdateMask = new() { Paths = { "*", "name" } } } },
        { "delete nothing", "uuid", new DeleteOrderRequest() },
        { "delete no uuid", "uuid", new DeleteOrderRequest { Uuid = "1; DROP TABLE orders" } },
        { "a page of -1", "page_size", new ListOrdersRequest { PageSize = -1 } },
        { "the smallest page", "page_size", new ListOrdersRequest { PageSize = int.MinValue } },
        { "the history of no order", "uuid", new ListOrderEventsRequest() },
        { "the history of order 1", "uuid", new ListOrderEventsRequest { Uuid = "1" } },
        { "a page of a history of -1", "page_size", new ListOrderEventsRequest { Uuid = Id, PageSize = -1 } },
        { "no page token of a history", "page_token", new ListOrderEventsRequest { Uuid = Id, PageToken = "2" } },
        { "no page token", "page_token", new ListOrdersRequest { PageToken = "2" } },
        { "a page token of other letters", "page_token", new ListOrdersRequest { PageToken = new string('\u0416', 32) } },
        { "a query of 201 characters", "query", new ListOrdersRequest { Query = new string('q', 201) } },
        { "a query with NUL", "query", new ListOrdersRequest { Query = "q\0" } },
        { "no resume token", "resume_token", new WatchOrdersRequest { ResumeToken = "0" } },
        { "a list of no customer", "customer_id", new ListOrdersRequest { CustomerId = "ada" } },
        { "a list of a customer in braces", "customer_id", new ListOrdersRequest { CustomerId = $"{{{Id}}}" } },
        { "watch no customer", "customer_id", new WatchOrdersRequest { CustomerId = Id + "'" } },
        { "watch no uuid", "uuid", new WatchOrdersRequest { Uuid = "mine" } },
    };

    public static TheoryData<string, string> LongestNames => new()
    {
        { "letters", new string('x', 200) },
        { "emoji", string.Concat(Enumerable.Repeat("\U0001F4D6", 200)) },
        { "cyrillic", new string('\u0416', 200) },
        { "what looks like SQL", "'; DROP TABLE orders; -- \\ % _ $1" },
        { "right to left and joined", "\u05d0\u05d1 \u202e \U0001F468\u200D\U0001F469\u200D\U0001F467" },
    };

    [Theory]
    [MemberData(nameof(BadRequests), DisableDiscoveryEnumeration = true)]
    public async Task A_bad_request_is_refused_by_the_name_of_its_field(string what, string field, IMessage request)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => OrderCalls.SendAsync(service.Host.Client, request));

        Assert.True(error.StatusCode == StatusCode.InvalidArgument, $"{what}: {error.Status}");
        Assert.StartsWith($"{field}: ", error.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("INVALID_FIELD", error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
        Assert.Equal(field, error.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations.Single().Field);
    }

    [Fact]
    public async Task What_is_wrong_besides_a_field_has_a_reason_for_programs()
    {
        var orders = service.Host.Client;
        var key = Guid.NewGuid().ToString();
        var order = (await orders.CreateOrderAsync(new() { Name = "First", RequestId = key })).Order;

        Assert.Equal("ORDER_NOT_FOUND", await ReasonAsync(orders.ReadOrderAsync(new() { Uuid = Id })));
        Assert.Equal("REQUEST_ID_REUSED", await ReasonAsync(orders.CreateOrderAsync(new() { Name = "Second", RequestId = key })));
        Assert.Equal("ETAG_MISMATCH", await ReasonAsync(orders.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "Third", Etag = "0" })));
    }

    [Theory]
    [MemberData(nameof(LongestNames), DisableDiscoveryEnumeration = true)]
    public async Task A_name_of_up_to_200_characters_is_kept_as_it_is(string what, string name)
    {
        var created = await service.Host.Client.CreateOrderAsync(new() { Name = name });

        var read = await service.Host.Client.ReadOrderAsync(new() { Uuid = created.Order.Uuid });

        Assert.True(read.Order.Name == name, what);
    }

    [Fact]
    public async Task A_request_id_of_255_characters_of_any_script_is_kept()
    {
        var request = new CreateOrderRequest { Name = "Long key", RequestId = string.Concat(Enumerable.Repeat("\U0001F511", 255)) };

        var first = await service.Host.Client.CreateOrderAsync(request);

        Assert.Equal(first, await service.Host.Client.CreateOrderAsync(request));
    }

    [Fact]
    public async Task An_etag_that_is_none_aborts_and_changes_nothing()
    {
        var order = (await service.Host.Client.CreateOrderAsync(new() { Name = "Kept" })).Order;

        foreach (var etag in new[] { "0", "-1", "x", "99999999999999999999", "1 ", "\0" })
        {
            var update = await Refusal.OfAsync(service.Host.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "Lost", Etag = etag }));
            var delete = await Refusal.OfAsync(service.Host.Client.DeleteOrderAsync(new() { Uuid = order.Uuid, Etag = etag }));
            Assert.Equal((StatusCode.Aborted, StatusCode.Aborted), (update.StatusCode, delete.StatusCode));
        }

        Assert.Equal(order, (await service.Host.Client.ReadOrderAsync(new() { Uuid = order.Uuid })).Order);
    }

    [Fact]
    public async Task A_method_that_is_not_there_is_unimplemented()
    {
        using var raw = new RawGrpc(service.Host.Service.GrpcAddress);

        var method = await raw.CallAsync("order.OrderService/StealOrder", RawGrpc.Frame([]));
        var other = await raw.CallAsync("order.NoService/ReadOrder", RawGrpc.Frame([]));

        Assert.Equal((StatusCode.Unimplemented, StatusCode.Unimplemented), (method.StatusCode, other.StatusCode));
    }

    private static async Task<string?> ReasonAsync<T>(AsyncUnaryCall<T> call)
    {
        var info = (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).GetRpcStatus()?.GetDetail<ErrorInfo>();
        Assert.Equal("orderapp", info?.Domain);
        return info?.Reason;
    }
}
