using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class CommitOrderTests(PostgresServer postgres)
{
    // Numbers creates as a bigserial would: the number is taken before a create waits for its place in the feed, and the writer dawdles before it
    // commits, the first one already when it has taken its number.
    private const string Numbering =
        """
        CREATE TABLE numbered (number bigserial);
        CREATE FUNCTION take_number() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE taken bigint;
        BEGIN
          IF current_query() LIKE '%INSERT INTO orders %' THEN
            INSERT INTO numbered DEFAULT VALUES RETURNING number INTO taken;
            IF taken = 1 THEN PERFORM pg_sleep(1); END IF;
          END IF;
          RETURN NULL;
        END $$;
        CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_sleep(random() * 0.03);
          RETURN NULL;
        END $$;
        CREATE TRIGGER take_number BEFORE UPDATE ON order_feed FOR EACH STATEMENT EXECUTE FUNCTION take_number();
        CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dawdle();
        """;

    [Fact]
    public async Task Nothing_is_skipped_where_a_reader_that_trusts_numbers_taken_before_the_commit_skips()
    {
        await using var first = await OrderServiceHost.StartAsync(postgres);
        await using var second = await OrderServiceHost.StartOnAsync(first.Connection);
        await first.ExecuteAsync(Numbering);
        using var watching = await Watching.StartAsync(first.Client);

        var slow = first.Client.CreateOrderAsync(new() { Name = "slow" }).ResponseAsync;
        await Eventually.TrueAsync(
            async () => await first.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()") > 0,
            "the slow one has taken its number");
        await second.Client.CreateOrderAsync(new() { Name = "fast" });
        var lastSeen = await first.CountAsync("SELECT max(number) FROM numbered");
        await slow;

        Assert.Equal(1, await first.CountAsync("SELECT count(*) FROM numbered WHERE number = 1 AND number < $1", lastSeen));
        Assert.Equal(["fast", "slow"], (await watching.TakeAsync(2)).Select(told => told.Order.Name));
    }

    [Fact]
    public async Task Two_replicas_that_write_at_once_with_delayed_commits_are_told_of_completely_to_watchers_of_both()
    {
        await using var first = await OrderServiceHost.StartAsync(postgres);
        await using var second = await OrderServiceHost.StartOnAsync(first.Connection);
        await first.ExecuteAsync(Numbering);
        using var here = await Watching.StartAsync(first.Client);
        using var there = await Watching.StartAsync(second.Client);

        var created = await Task.WhenAll(
            from host in new[] { first, second }
            from writer in Enumerable.Range(0, 4)
            select Task.Run(async () =>
            {
                var ids = new List<string>();
                for (var number = 0; number < 20; number++)
                    ids.Add((await host.Client.CreateOrderAsync(new() { Name = "dawdling", RequestId = $"{Guid.NewGuid()}" })).Order.Uuid);
                return ids;
            }));

        var all = created.SelectMany(ids => ids).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(all, (await here.TakeAsync(all.Count)).Select(told => told.Order.Uuid).Order(StringComparer.Ordinal));
        Assert.Equal(all, (await there.TakeAsync(all.Count)).Select(told => told.Order.Uuid).Order(StringComparer.Ordinal));
    }
}
