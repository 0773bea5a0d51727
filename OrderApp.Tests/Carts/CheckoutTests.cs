using Google.Rpc;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using State = OrderApp.Protos.CheckoutStatus.Types.State;

namespace OrderApp.Tests.Carts;

/// <summary>Checkouts where nothing breaks.</summary>
public sealed class CheckoutTests(CartFixture fixture, PostgresServer postgres) : IClassFixture<CartFixture>
{
    private CartHost Host => fixture.Host;

    [Fact]
    public async Task A_cart_is_bought_at_its_total_and_is_empty_afterwards()
    {
        var customer = Host.NewCustomer();
        await customer.AddAsync(2, 2);
        await customer.AddAsync(1, 1);

        var status = await customer.CheckoutAsync(400);

        Assert.Equal(State.Completed, status.State);
        Assert.Equal("", status.Step);
        var order = Host.Shop.Orders.Find(status.Order.Uuid)!;
        Assert.Equal(Order.Types.State.Paid, order.State);
        Assert.Equal((customer.Id.ToString(), "Book 2 and 1 more", "buy_two_get_one_free"), (order.CustomerId, order.Name, order.Promotion));
        Assert.Equal(CartHost.Usd(400), order.Total);
        Assert.Equal([(2, 2, 0), (1, 1, 1)], order.Lines.Select(line => (line.BookId, line.Quantity, line.FreeQuantity)));
        Assert.Equal("Highbury", order.DeliveryAddress.City);
        Assert.Empty((await customer.GetAsync()).Lines);
        var asked = Host.Shop.Transactions.Authorized.Single(request => request.OrderUuid == order.Uuid);
        Assert.Equal(("emma@example.com", CartHost.Usd(400), CartHost.Usd(100)), (asked.Email, asked.Amount, asked.Discount));
        Assert.Equal([("Book 2", 2), ("Book 1", 1)], asked.Lines.Select(line => (line.Title, line.Quantity)));
        Assert.Empty(await Invariants.FindBrokenAsync(Host));
        Assert.Equal(order.Uuid, (await customer.GetCheckoutAsync(status.CheckoutId)).Order.Uuid);
    }

    [Fact]
    public async Task Sixty_four_clicks_with_one_key_make_one_order_and_one_charge_and_are_told_the_same()
    {
        await using var host = await CartHost.StartAsync(postgres, replicas: 2);
        var customer = host.NewCustomer();
        await customer.AddAsync(4, 1);
        var request = customer.Request(400);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => host.Clients[i % 2].CheckoutAsync(request, customer.Headers).ResponseAsync));

        Assert.All(answers, answer => Assert.Equal(State.Completed, answer.State));
        Assert.Single(answers.Select(answer => (answer.CheckoutId, answer.Order.Uuid)).Distinct());
        Assert.Single(host.Shop.Orders.All);
        Assert.Single(host.Shop.Transactions.Of(answers[0].Order.Uuid));
        Assert.Empty(await Invariants.FindBrokenAsync(host));
    }

    [Fact]
    public async Task Two_tabs_that_check_out_at_once_with_keys_of_their_own_buy_once()
    {
        var customer = Host.NewCustomer();
        await customer.AddAsync(4, 1);
        var hold = Host.Shop.Faults.Hold("Authorize", after: false);
        var first = customer.CheckoutAsync(400, "tab 1");
        await hold.Reached;
        var second = customer.CheckoutAsync(400, "tab 2");
        hold.Release();

        Assert.Equal((await first).CheckoutId, (await second).CheckoutId);
        Assert.Equal((await first).Order.Uuid, (await second).Order.Uuid);
        Assert.Equal((StatusCode.FailedPrecondition, "CART_EMPTY"), await CartHost.RefusalAsync(() => customer.CheckoutAsync(400, "tab 3")));
    }

    [Fact]
    public async Task A_client_that_timed_out_asks_again_with_the_same_key_and_gets_its_one_order()
    {
        var customer = Host.NewCustomer();
        await customer.AddAsync(4, 1);
        var hold = Host.Shop.Faults.Hold("CreateOrder", after: true);
        var request = customer.Request(400);
        var impatient = Host.Client.CheckoutAsync(request, customer.Headers, deadline: DateTime.UtcNow.AddMilliseconds(200));
        await hold.Reached;
        try
        {
            Assert.Equal(State.Pending, (await impatient).State);
        }
        catch (RpcException error)
        {
            Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        }

        hold.Release();
        var answer = await Host.Client.CheckoutAsync(request, customer.Headers);

        Assert.Equal(State.Completed, answer.State);
        Assert.Single(Host.Shop.Transactions.Of(answer.Order.Uuid));
        Assert.Single(Host.Shop.Orders.All, order => order.CustomerId == customer.Id.ToString());
    }

    [Fact]
    public async Task The_same_key_with_other_content_is_refused()
    {
        var customer = Host.NewCustomer();
        await customer.AddAsync(4, 1);
        await customer.CheckoutAsync(400, "key");

        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_TAKEN"), await CartHost.RefusalAsync(() => customer.CheckoutAsync(401, "key")));
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_TAKEN"), await CartHost.RefusalAsync(() => customer.CheckoutAsync(400, "key", "other")));
        var other = Host.NewCustomer();
        await other.AddAsync(4, 1);
        Assert.Equal(State.Completed, (await other.CheckoutAsync(400, "key")).State);
    }

    [Fact]
    public async Task A_total_that_is_not_what_the_cart_costs_now_is_refused_and_uses_no_key_up()
    {
        var customer = Host.NewCustomer();
        Host.Shop.Catalogue.Put(78, 1000);
        await customer.AddAsync(78, 1);
        Host.Shop.Inventory.Put(78, 5);
        Host.Shop.Catalogue.Put(78, 1100);

        Assert.Equal((StatusCode.FailedPrecondition, "TOTAL_CHANGED"), await CartHost.RefusalAsync(() => customer.CheckoutAsync(1000, "key")));
        Assert.Equal(0, await Host.ScalarAsync<long>($"SELECT count(*) FROM checkouts WHERE cart_id = '{customer.Id}'"));
        Assert.Equal(State.Completed, (await customer.CheckoutAsync(1100, "key")).State);
    }

    [Fact]
    public async Task A_cart_that_changes_while_it_is_priced_is_priced_anew()
    {
        var customer = Host.NewCustomer();
        await customer.AddAsync(4, 1);
        var hold = Host.Shop.Faults.Hold("BatchGetBooks", after: true);
        var checkout = customer.CheckoutAsync(400);
        await hold.Reached;
        await Host.ExecuteAsync($"UPDATE carts SET quantities = '{{2}}', version = nextval('cart_versions') WHERE id = '{customer.Id}'");
        hold.Release();

        Assert.Equal((StatusCode.FailedPrecondition, "TOTAL_CHANGED"), await CartHost.RefusalAsync(() => checkout));
    }

    [Fact]
    public async Task What_comes_into_the_cart_during_the_checkout_stays_in_it()
    {
        var customer = Host.NewCustomer();
        await customer.AddAsync(4, 1);
        await customer.AddAsync(2, 1);
        var hold = Host.Shop.Faults.Hold("Capture", after: true);
        var checkout = customer.CheckoutAsync(600);
        await hold.Reached;
        await customer.AddAsync(4, 2);
        await customer.AddAsync(5, 1);
        hold.Release();

        Assert.Equal(State.Completed, (await checkout).State);
        Assert.Equal([(4, 2), (5, 1)], (await customer.GetAsync()).Lines.Select(line => (line.BookId, line.Quantity)));
    }

    [Fact]
    public async Task Too_few_copies_are_told_with_what_is_left_and_the_key_can_be_used_again()
    {
        var customer = Host.NewCustomer();
        Host.Shop.Catalogue.Put(79, 100);
        Host.Shop.Inventory.Put(79, 1);
        await customer.AddAsync(79, 2);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => customer.CheckoutAsync(200, "key"));

        var info = refusal.GetRpcStatus()!.GetDetail<ErrorInfo>();
        Assert.Equal((StatusCode.FailedPrecondition, "OUT_OF_STOCK", "79", "1"), (refusal.StatusCode, info.Reason, info.Metadata["book_ids"], info.Metadata["available"]));
        Assert.Equal(1, Host.Shop.Inventory.Available(79));
        Assert.Equal(2, (await customer.GetAsync()).Lines.Single().Quantity);
        Host.Shop.Inventory.Put(79, 2);
        Assert.Equal(State.Completed, (await customer.CheckoutAsync(200, "key")).State);
    }

    [Fact]
    public async Task A_declined_payment_fails_the_checkout_frees_the_stock_and_leaves_the_cart_as_it_was()
    {
        var customer = Host.NewCustomer();
        Host.Shop.Catalogue.Put(80, 100);
        Host.Shop.Inventory.Put(80, 3);
        await customer.AddAsync(80, 3);

        var status = await customer.CheckoutAsync(200, "key", "sandbox-declined");

        Assert.Equal((State.Failed, "PAYMENT_DECLINED"), (status.State, status.FailureReason));
        Assert.Null(status.Order);
        Assert.Equal(3, Host.Shop.Inventory.Available(80));
        Assert.Equal("buy_two_get_one_free", (await customer.GetAsync()).Promotion);
        Assert.Equal(State.Failed, (await customer.CheckoutAsync(200, "key", "sandbox-declined")).State);
        Assert.Equal(State.Completed, (await customer.CheckoutAsync(200, "another key")).State);
        Assert.Empty(await Invariants.FindBrokenAsync(Host));
    }

    [Fact]
    public async Task The_payment_token_is_in_no_answer_and_no_row_afterwards()
    {
        var customer = Host.NewCustomer();
        await customer.AddAsync(4, 1);
        var token = $"secret-{Guid.NewGuid():N}";

        var status = await customer.CheckoutAsync(400, paymentToken: token);

        Assert.DoesNotContain(token, status.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Host.ScalarAsync<long>($"SELECT count(*) FROM checkouts WHERE checkouts::text LIKE '%{token}%'"));
    }

    [Fact]
    public async Task Several_hundred_customers_at_once_all_get_what_they_paid_for()
    {
        await using var host = await CartHost.StartAsync(postgres, replicas: 2);
        var customers = Enumerable.Range(0, 300).Select(_ => host.NewCustomer()).ToList();
        foreach (var customer in customers.Chunk(50))
            await Task.WhenAll(customer.Select(one => one.AddAsync(1, 3)));

        var answers = await Task.WhenAll(customers.Select((customer, i) => host.Clients[i % 2].CheckoutAsync(customer.Request(200), customer.Headers).ResponseAsync));

        Assert.All(answers, answer => Assert.True(answer.State is State.Completed or State.Pending));
        await host.SettledAsync();
        Assert.Equal(300, host.Shop.Orders.All.Count);
        Assert.Equal(1_000_000 - 900, host.Shop.Inventory.Available(1));
        Assert.Empty(await Invariants.FindBrokenAsync(host));
    }
}
