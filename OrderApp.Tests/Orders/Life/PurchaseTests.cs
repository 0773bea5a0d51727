using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Orders.Access;
using OrderApp.Tests.Support;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Tests.Orders.Life;

/// <summary>What a checkout records.</summary>
public sealed class PurchaseTests(OrdersWithLines service) : IClassFixture<OrdersWithLines>
{
    private static readonly Dictionary<string, Action<CreateOrderRequest>> Fields = new()
    {
        ["lines"] = request => request.Lines.Add(new OrderLine { BookId = 1, Title = "Emma", Quantity = 1, UnitPrice = Purchases.Dollars(1) }),
        ["total"] = request => request.Total = Purchases.Dollars(1),
        ["delivery_address"] = request => request.DeliveryAddress = Purchases.Request().DeliveryAddress,
        ["promotion"] = request => request.Promotion = "buy_two_get_one_free",
        ["state"] = request => request.State = State.Paid,
        ["customer_id"] = request => request.CustomerId = Guid.CreateVersion7().ToString(),
        ["uuid"] = request => request.Uuid = Guid.CreateVersion7().ToString(),
    };

    private static readonly (string Field, Action<CreateOrderRequest> Spoil)[] Bad =
    [
        ("name", request => request.Name = ""),
        ("lines", request => request.Lines.Add(Enumerable.Repeat(request.Lines[0], 99))),
        ("lines[1].book_id", request => request.Lines[1].BookId = 0),
        ("lines[0].title", request => request.Lines[0].Title = ""),
        ("lines[0].title", request => request.Lines[0].Title = new('x', 501)),
        ("lines[0].quantity", request => request.Lines[0].Quantity = 0),
        ("lines[1].quantity", request => request.Lines[1].Quantity = 100),
        ("lines[1].free_quantity", request => request.Lines[1].FreeQuantity = 4),
        ("lines[1].free_quantity", request => request.Lines[1].FreeQuantity = -1),
        ("lines[0].unit_price", request => request.Lines[0].UnitPrice = null),
        ("lines[0].unit_price", request => request.Lines[0].UnitPrice.CurrencyCode = "EUR"),
        ("lines[1].total", request => request.Lines[1].Total.Units = -1),
        ("lines[1].total", request => request.Lines[1].Total.Nanos = 1),
        ("total", request => request.Total = null),
        ("total", request => request.Total.CurrencyCode = "EUR"),
        ("total", request => request.Total = Purchases.Dollars(25, 48)),
        ("total", request => request.Lines.Clear()),
        ("delivery_address.name", request => request.DeliveryAddress.Name = ""),
        ("delivery_address.line1", request => request.DeliveryAddress.Line1 = new('x', 201)),
        ("delivery_address.line2", request => request.DeliveryAddress.Line2 = "a\nb"),
        ("delivery_address.city", request => request.DeliveryAddress.City = " "),
        ("delivery_address.region", request => request.DeliveryAddress.Region = new('x', 101)),
        ("delivery_address.postal_code", request => request.DeliveryAddress.PostalCode = new('1', 21)),
        ("delivery_address.country", request => request.DeliveryAddress.Country = "gb"),
        ("delivery_address.country", request => request.DeliveryAddress.Country = ""),
        ("promotion", request => request.Promotion = new('x', 101)),
        ("state", request => request.State = State.Delivered),
        ("state", request => request.State = (State)17),
        ("completed", request => request.Completed = true),
        ("customer_id", request => request.CustomerId = "ada"),
        ("customer_id", request => request.CustomerId = Guid.AllBitsSet.ToString()),
        ("uuid", request => request.Uuid = "17"),
        ("uuid", request => request.Uuid = Guid.NewGuid().ToString()),
        ("request_id", request => request.RequestId = new('x', 256)),
    ];

    public static TheoryData<string> FieldNames => [.. Fields.Keys];

    public static TheoryData<int> BadOnes => [.. Enumerable.Range(0, Bad.Length)];

    private Callers Callers => service.Callers;

    [Fact]
    public async Task What_was_bought_is_kept_as_it_was_sent_and_shown_to_whose_it_is()
    {
        var request = Purchases.Request();
        request.CustomerId = $"{Callers.Ada}";
        request.Uuid = Guid.CreateVersion7().ToString();
        request.Date = "2026-11-25";

        var made = await CreateAsync(request);

        Assert.Equal(made, await Callers.ReadAsync(request.Uuid, "ada"));
        Assert.Contains(made, (await Callers.Client.ListOrdersAsync(new(), Callers.As("ada"))).Orders);
        Assert.Null(await Callers.NameAsync("bob", request.Uuid));
        var expected = new Order
        {
            Uuid = request.Uuid, Name = request.Name, Date = "2026-11-25T00:00:00Z", Etag = "1", CustomerId = request.CustomerId, State = State.Paid,
            Lines = { request.Lines }, Total = request.Total, DeliveryAddress = request.DeliveryAddress, Promotion = request.Promotion,
            CreateTime = made.CreateTime, UpdateTime = made.UpdateTime,
        };
        Assert.Equal(expected, made);
    }

    [Fact]
    public async Task Some_of_the_fields_will_do_and_the_order_is_PLACED()
    {
        var request = new CreateOrderRequest { Name = "Emma", CustomerId = $"{Callers.Ada}" };

        var order = await CreateAsync(request);

        Assert.Equal((State.Placed, 0, null, null), (order.State, order.Lines.Count, order.Total, order.DeliveryAddress));
        Assert.Equal(order, await Callers.ReadAsync(order.Uuid, "ada"));
    }

    [Theory]
    [MemberData(nameof(FieldNames))]
    public async Task What_only_a_service_may_set_is_refused_to_all_others_by_its_name(string field)
    {
        var request = new CreateOrderRequest { Name = "Emma", RequestId = Guid.NewGuid().ToString() };
        Fields[field](request);

        foreach (var caller in Callers.Names.Where(name => name != "service"))
        {
            var refused = await Refusal.OfAsync(Callers.Client.CreateOrderAsync(request, Callers.As(caller)));
            Assert.Equal((StatusCode.PermissionDenied, $"{field}: may be set by services only"), (refused.StatusCode, refused.Detail));
        }
    }

    [Theory]
    [MemberData(nameof(BadOnes))]
    public async Task What_is_not_acceptable_is_refused_by_its_name(int which)
    {
        var request = Purchases.Request();
        Bad[which].Spoil(request);

        var refused = await Refusal.OfAsync(Callers.Client.CreateOrderAsync(request, Callers.As("service")));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.StartsWith($"{Bad[which].Field}: ", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_has_another_currency_takes_only_that()
    {
        await using var host = await OrderServiceHost.StartOnAsync(Callers.Host.Connection, Callers.Tokens.Setting, ("Shop:Currency", "EUR"));
        var before = await CreateAsync(Purchases.Request());

        var refused = await Refusal.OfAsync(host.Client.CreateOrderAsync(Purchases.Request(), Callers.As("service")));

        Assert.Equal("lines[0].unit_price: must be in EUR", refused.Detail);
        Assert.Equal(before, (await host.Client.ReadOrderAsync(new() { Uuid = before.Uuid }, Callers.As("service"))).Order);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Sixty_four_racing_creates_with_one_request_id_or_uuid_make_one_order(bool keyed, bool named)
    {
        var request = Purchases.Request($"raced {keyed} {named}");
        request.RequestId = keyed ? Guid.NewGuid().ToString() : "";
        request.Uuid = named ? Guid.CreateVersion7().ToString() : "";
        await using var second = await OrderServiceHost.StartOnAsync(Callers.Host.Connection, Callers.Tokens.Setting);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(number =>
            (number % 2 == 0 ? Callers.Client : second.Client).CreateOrderAsync(request, Callers.As("service")).ResponseAsync));

        Assert.Single(answers.Distinct());
        Assert.Equal(1, await Callers.Host.CountAsync("SELECT count(*) FROM orders WHERE name = $1", request.Name));
        Assert.Equal(1, await Callers.Host.CountAsync("SELECT count(*) FROM order_events WHERE name = $1", request.Name));
    }

    [Fact]
    public async Task A_replay_says_so_and_gives_the_first_answer_even_after_the_order_was_moved()
    {
        foreach (var (key, uuid) in new[] { (Guid.NewGuid().ToString(), ""), ("", Guid.CreateVersion7().ToString()) })
        {
            var request = Purchases.Request();
            (request.RequestId, request.Uuid) = (key, uuid);
            var first = await CreateAsync(request);
            await Callers.MoveAsync("ShipOrder", first.Uuid);

            using var call = Callers.Client.CreateOrderAsync(request, Callers.As("service"));
            Assert.Equal(first, (await call).Order);
            Assert.Equal("true", (await call.ResponseHeadersAsync).GetValue("idempotent-replayed"));
        }
    }

    [Fact]
    public async Task The_same_request_id_or_uuid_with_other_content_is_ALREADY_EXISTS()
    {
        Action<CreateOrderRequest>[] changes =
        [
            request => request.Name += "!",
            request => request.Lines[0].Title = "Persuasion",
            request => request.DeliveryAddress.Line2 = "second floor",
            request => request.DeliveryAddress = null,
            request => request.Promotion = "",
            request => request.State = State.Placed,
            request => request.CustomerId = $"{Callers.Bob}",
            request => request.Date = "2026-11-25",
        ];
        foreach (var field in new[] { "request_id", "uuid" })
        {
            var request = Purchases.Request();
            (request.RequestId, request.Uuid) = field == "uuid" ? ("", Guid.CreateVersion7().ToString()) : (Guid.NewGuid().ToString(), "");
            await CreateAsync(request);
            foreach (var change in changes)
            {
                var other = request.Clone();
                change(other);
                var refused = await Refusal.OfAsync(Callers.Client.CreateOrderAsync(other, Callers.As("service")));
                Assert.Equal(StatusCode.AlreadyExists, refused.StatusCode);
                Assert.StartsWith($"{field}: ", refused.Detail, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task The_uuid_of_an_order_of_the_old_contract_is_taken()
    {
        var plain = await Callers.CreateAsync("ada", "Emma");
        var request = Purchases.Request("Emma");
        request.Uuid = plain.Uuid;

        var refused = await Refusal.OfAsync(Callers.Client.CreateOrderAsync(request, Callers.As("service")));

        Assert.Equal((StatusCode.AlreadyExists, $"uuid: order {plain.Uuid} is there already, with other content"), (refused.StatusCode, refused.Detail));
        Assert.Equal(plain, await Callers.ReadAsync(plain.Uuid));
    }

    [Fact]
    public async Task Orders_with_and_without_lines_that_race_have_each_their_place_in_the_feed()
    {
        using var watching = await Callers.WatchAsync("operator");
        var calls = Enumerable.Range(0, 200).Select(number => number % 2 == 0
            ? CreateAsync(Purchases.Request($"feed {number}"))
            : Callers.CreateAsync("ada", $"feed {number}"));

        var made = await Task.WhenAll(calls);
        await Callers.CreateAsync("ada", "feed end");

        var told = (await watching.TakeUntilAsync("feed end")).Select(item => item.Order).Where(order => made.Any(one => one.Uuid == order.Uuid)).ToList();
        Assert.Equal(made.OrderBy(order => order.Uuid), told.OrderBy(order => order.Uuid));
    }

    private async Task<Order> CreateAsync(CreateOrderRequest request) => (await Callers.Client.CreateOrderAsync(request, Callers.As("service"))).Order;
}
