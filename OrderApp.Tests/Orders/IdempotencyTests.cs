using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class IdempotencyTests(PostgresServer postgres)
{
    private const string CountOrdersNamed = "SELECT count(*) FROM orders WHERE name = $1";

    [Fact]
    public async Task Sixty_four_racing_creates_with_one_request_id_make_one_order()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var request = new CreateOrderRequest { Name = "Ender's Game", RequestId = Guid.NewGuid().ToString() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => host.Client.CreateOrderAsync(request).ResponseAsync));

        Assert.Single(answers.Distinct());
        Assert.Equal(1, await host.CountAsync(CountOrdersNamed, request.Name));
        Assert.Equal(1, await host.CountAsync("SELECT count(*) FROM order_events"));
    }

    [Fact]
    public async Task Creates_that_race_through_three_replicas_make_one_order_a_request_id()
    {
        await using var first = await OrderServiceHost.StartAsync(postgres);
        await using var second = await OrderServiceHost.StartOnAsync(first.Connection);
        await using var third = await OrderServiceHost.StartOnAsync(first.Connection);
        OrderService.OrderServiceClient[] replicas = [first.Client, second.Client, third.Client];
        var keys = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid().ToString()).ToArray();

        var answers = await Task.WhenAll(
            from key in keys
            from attempt in Enumerable.Range(0, 9)
            select replicas[attempt % 3].CreateOrderAsync(new() { Name = $"by {key}", RequestId = key }).ResponseAsync);

        Assert.Equal(keys.Length, answers.Select(answer => answer.Order.Uuid).Distinct().Count());
        Assert.All(answers.GroupBy(answer => answer.Order.Name), same => Assert.Single(same.Distinct()));
        Assert.Equal(keys.Length, await first.CountAsync("SELECT count(*) FROM orders"));
        Assert.Equal(keys.Length, await first.CountAsync("SELECT count(*) FROM order_events"));
    }

    [Fact]
    public async Task A_request_id_that_another_replica_took_is_noticed_among_new_ones_and_harms_none_of_them()
    {
        await using var first = await OrderServiceHost.StartAsync(postgres);
        await using var second = await OrderServiceHost.StartOnAsync(first.Connection);
        var keys = Enumerable.Range(0, 60).Select(number => $"key {number}").ToArray();
        var used = new Dictionary<string, string>();
        foreach (var key in keys.Where((_, number) => number % 5 == 0))
            used.Add(key, (await first.Client.CreateOrderAsync(new() { Name = $"by {key}", RequestId = key })).Order.Uuid);

        var answers = await Task.WhenAll(keys.Select(key => second.Client.CreateOrderAsync(new() { Name = $"by {key}", RequestId = key }).ResponseAsync));

        Assert.All(used, former => Assert.Contains(answers, answer => answer.Order.Uuid == former.Value && answer.Order.Name == $"by {former.Key}"));
        Assert.Equal(keys.Length, answers.Select(answer => answer.Order.Uuid).Distinct().Count());
        Assert.Equal(keys.Length, await first.CountAsync("SELECT count(*) FROM orders"));
        Assert.Equal(keys.Length, await first.CountAsync("SELECT max(position) FROM order_events"));
        Assert.Equal(keys.Length, await first.CountAsync("SELECT count(*) FROM order_events"));
    }

    [Fact]
    public async Task Replicas_that_expect_a_repetition_and_that_do_not_wait_for_each_other_and_do_not_block()
    {
        const string Dawdling =
            """
            CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN NEW; END $$;
            CREATE TRIGGER dawdle BEFORE INSERT ON order_requests FOR EACH ROW WHEN (NEW.request_id = 'slow') EXECUTE FUNCTION dawdle();
            """;
        await using var first = await OrderServiceHost.StartAsync(postgres);
        await using var second = await OrderServiceHost.StartOnAsync(first.Connection);
        await first.ExecuteAsync(Dawdling);
        Task<CreateOrderResponse> Create(OrderServiceHost host, string key) => host.Client.CreateOrderAsync(new() { Name = "Emma", RequestId = key }).ResponseAsync;
        await Create(first, "used");

        var calls = new List<Task<CreateOrderResponse>>();
        await using (var connection = await first.Database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            // Holds up a first create, so that the others become one batch: it holds "shared" when it dawdles.
            await using var held = new Npgsql.NpgsqlCommand("SELECT position FROM order_feed FOR UPDATE", connection, transaction);
            await held.ExecuteScalarAsync();
            foreach (var key in new[] { "before", "shared", "slow", "used" })
            {
                calls.Add(Create(first, key));
                await Task.Delay(100);
            }
        }

        await Eventually.TrueAsync(
            async () => await first.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()") > 0,
            "the batch is under way");
        var same = await Create(second, "shared");

        Assert.Equal((await Task.WhenAll(calls))[1].Order, same.Order);
        Assert.Equal(4, await first.CountAsync("SELECT count(*) FROM orders"));
    }

    [Fact]
    public async Task A_replay_says_so_and_gives_the_first_answer_even_after_the_order_was_changed()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var request = new CreateOrderRequest { Name = "Middlemarch", UserId = 3, RequestId = "key-1" };
        var first = await host.Client.CreateOrderAsync(request);
        await host.Client.UpdateOrderAsync(new() { Uuid = first.Order.Uuid, Name = "changed" });

        using var call = host.Client.CreateOrderAsync(request);
        var again = await call;

        Assert.Equal(first, again);
        Assert.Equal("true", (await call.ResponseHeadersAsync).GetValue("idempotent-replayed"));
    }

    [Fact]
    public async Task A_first_answer_does_not_say_that_it_is_a_replay()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);

        using var call = host.Client.CreateOrderAsync(new() { Name = "Middlemarch", RequestId = "key-2" });
        await call;

        Assert.Null((await call.ResponseHeadersAsync).GetValue("idempotent-replayed"));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("completed")]
    [InlineData("date")]
    [InlineData("user_id")]
    [InlineData("book_id")]
    public async Task The_same_request_id_with_other_content_is_refused(string changed)
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var request = new CreateOrderRequest { Name = "Emma", RequestId = "key-3" };
        await host.Client.CreateOrderAsync(request);
        var other = request.Clone();
        Action change = changed switch
        {
            "name" => () => other.Name = "Emma!",
            "completed" => () => other.Completed = true,
            "date" => () => other.Date = "1815-12-23",
            "user_id" => () => other.UserId = 1,
            _ => () => other.BookId = 1,
        };
        change();

        var error = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.CreateOrderAsync(other));

        Assert.Equal(StatusCode.AlreadyExists, error.StatusCode);
        Assert.StartsWith("request_id", error.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(1, await host.CountAsync("SELECT count(*) FROM orders"));
    }

    [Fact]
    public async Task A_request_id_from_before_an_upgrade_makes_no_second_order()
    {
        const string FormerFingerprint =
            "UPDATE order_requests SET fingerprint = substring(sha256(decode(repeat('00', 17), 'hex') || convert_to('Emma', 'UTF8')) FOR 16)";
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var request = new CreateOrderRequest { Name = "Emma", RequestId = "key-5" };
        var first = await host.Client.CreateOrderAsync(request);
        await host.ExecuteAsync(FormerFingerprint);

        Assert.Equal(first, await host.Client.CreateOrderAsync(request));
        Assert.Equal(1, await host.CountAsync("SELECT count(*) FROM orders"));
    }

    [Fact]
    public async Task A_refused_request_uses_no_request_id_up()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await Assert.ThrowsAsync<RpcException>(async () => await host.Client.CreateOrderAsync(new() { Name = "", RequestId = "key-4" }));

        var answer = await host.Client.CreateOrderAsync(new() { Name = "Emma", RequestId = "key-4" });

        Assert.Equal("Emma", answer.Order.Name);
    }

    [Fact]
    public async Task A_client_whose_deadline_passed_retries_and_gets_its_one_order()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var request = new CreateOrderRequest { Name = "Lost in the post", RequestId = "key-5" };
        await using var connection = await host.Database.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            // Holds up the write: nobody else can raise the feed's position meanwhile.
            await using var held = new Npgsql.NpgsqlCommand("SELECT position FROM order_feed FOR UPDATE", connection, transaction);
            await held.ExecuteScalarAsync();
            var late = await Assert.ThrowsAsync<RpcException>(async () =>
                await host.Client.CreateOrderAsync(request, deadline: DateTime.UtcNow.AddMilliseconds(300)));
            Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
        }

        var first = await host.Client.CreateOrderAsync(request);
        var second = await host.Client.CreateOrderAsync(request);

        Assert.Equal(first, second);
        Assert.Equal(1, await host.CountAsync(CountOrdersNamed, request.Name));
    }
}
