using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Stocking.Storage;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Stocking;

/// <summary>How changes go to the database, and what becomes of them when it refuses one or is slow.</summary>
public sealed class StockWriterTests(PostgresServer postgres)
{
    [Fact]
    public async Task The_migrated_tables_are_those_of_the_model()
    {
        await using var host = await InventoryHost.StartAsync(postgres);
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<InventoryDbContext>>().CreateDbContextAsync();

        await MigratedSchema.AssertIsTheModelAsync(context, host.Database);
    }

    [Fact]
    public async Task Replicas_that_start_together_on_an_empty_database_seed_it_once()
    {
        await using var host = await InventoryHost.StartAsync(postgres, replicas: 4);

        Assert.Equal(900, await host.ScalarAsync<long>("SELECT sum(available) FROM stock"));
        Assert.Equal(9, await host.ScalarAsync<long>("SELECT count(*) FROM ledger"));
    }

    [Fact]
    public async Task A_change_that_the_database_refuses_does_not_harm_those_that_share_its_transaction()
    {
        await using var host = await InventoryHost.StartAsync(postgres);
        await host.ReserveAsync("spoilt", (9, 2));
        await host.ExecuteAsync("UPDATE stock SET reserved = 1 WHERE book_id = 9");
        await using var blocker = await host.Database.OpenConnectionAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("SELECT FROM stock WHERE book_id = 1 FOR UPDATE", blocker, transaction))
            await hold.ExecuteNonQueryAsync();

        // The first waits for the row; meanwhile the others come together.
        var first = host.ReserveAsync("first", (1, 1));
        await Task.Delay(200);
        var spoilt = host.ConfirmAsync("spoilt");
        var others = Enumerable.Range(0, 20).Select(number => host.ReserveAsync($"neighbour {number}", (1, 1), (2, 1))).ToList();
        await Task.Delay(200);
        await transaction.CommitAsync();

        await Task.WhenAll(others.Prepend(first));
        Assert.Equal((StatusCode.Internal, "INTERNAL"), await InventoryHost.RefusalAsync(() => spoilt));
        Assert.Equal([(79, 21, 0), (80, 20, 0)], new[] { await host.StockAsync(1), await host.StockAsync(2) });
    }

    [Fact]
    public async Task A_reserve_waits_for_what_another_replica_does_with_its_id_before_it_looks()
    {
        await using var host = await InventoryHost.StartAsync(postgres);
        await using var other = await host.Database.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var release = new Npgsql.NpgsqlCommand(
            """
            SELECT pg_advisory_xact_lock(hashtextextended('late', 0));
            INSERT INTO reservations (id, state, expires_at, book_ids, quantities) VALUES ('late', 3, now(), '{}', '{}')
            """,
            other, transaction))
        {
            await release.ExecuteNonQueryAsync();
        }

        var reserve = host.ReserveAsync("late", (1, 1));
        await Task.Delay(300);
        Assert.False(reserve.IsCompleted);
        await transaction.CommitAsync();

        Assert.Equal((StatusCode.FailedPrecondition, "RESERVATION_RELEASED"), await InventoryHost.RefusalAsync(() => reserve));
        Assert.Equal((100, 0, 0), await host.StockAsync(1));
    }

    [Fact]
    public async Task What_the_database_refuses_only_when_it_commits_is_not_acknowledged()
    {
        await using var host = await InventoryHost.StartAsync(postgres);
        await host.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
            CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
            """);

        Assert.Equal((StatusCode.Internal, "INTERNAL"), await InventoryHost.RefusalAsync(() => host.ReserveAsync("late refusal", (1, 1))));

        Assert.Equal((100, 0, 0), await host.StockAsync(1));
        Assert.Equal(0, await host.ScalarAsync<long>("SELECT count(*) FROM reservations"));
    }

    [Fact]
    public async Task A_database_that_does_not_answer_in_time_makes_calls_unavailable_and_more_than_may_wait_are_refused_at_once()
    {
        await using var host = await InventoryHost.StartAsync(postgres, ("Inventory:StatementTimeout", "00:00:02"), ("Inventory:QueueLength", "5"));
        await host.ReserveAsync("warm", (1, 1));
        await using var blocker = await host.Database.OpenConnectionAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("SELECT FROM stock WHERE book_id = 1 FOR UPDATE", blocker, transaction))
            await hold.ExecuteNonQueryAsync();

        var held = host.ReserveAsync("held", (1, 1));
        await Task.Delay(200);
        var waiting = Enumerable.Range(0, 10).Select(number => InventoryHost.RefusalAsync(() => host.ReserveAsync($"waiting {number}", (1, 1)))).ToList();
        var refusals = await Task.WhenAll(waiting);

        Assert.Equal((StatusCode.Unavailable, "DATABASE_TIMEOUT"), await InventoryHost.RefusalAsync(() => held));
        Assert.Equal(5, refusals.Count(refusal => refusal == (StatusCode.ResourceExhausted, "QUEUE_FULL")));
        Assert.Equal(5, refusals.Count(refusal => refusal == (StatusCode.Unavailable, "DATABASE_TIMEOUT")));
        await transaction.RollbackAsync();
        await host.ReserveAsync("afterwards", (1, 1));
        Assert.Equal((98, 2, 0), await host.StockAsync(1));
        Assert.Empty(await host.MismatchesAsync());
    }

    [Fact]
    public async Task What_happened_is_counted()
    {
        await using var host = await InventoryHost.StartAsync(postgres);
        var sums = new ConcurrentDictionary<string, long>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == host.Services.GetRequiredService<IMeterFactory>())
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            sums.AddOrUpdate(tags.Length > 0 ? $"{instrument.Name} {tags[0].Value}" : instrument.Name, value, (_, sum) => sum + value));
        meters.Start();

        await host.ReserveAsync("sold", (1, 3), (2, 2));
        await host.ReserveAsync("sold", (1, 3), (2, 2));
        await host.ConfirmAsync("sold");
        await host.ConfirmAsync("sold");
        await host.ReserveAsync("released", (1, 1));
        await host.ReleaseAsync("released");
        await host.ReleaseAsync("released");
        await host.ReleaseAsync("never was");
        await InventoryHost.RefusalAsync(() => host.ReserveAsync("too much", (1, 101), (2, 101), (3, 1)));
        await host.ReserveAsync("forgotten", (4, 1));
        await host.ExecuteAsync("UPDATE reservations SET expires_at = now() - interval '1 second' WHERE id = 'forgotten'");
        await Eventually.TrueAsync(() => Task.FromResult(sums.ContainsKey("inventory.reservations expired")), "what has expired is counted");
        await host.ReturnAsync("sold");
        await host.ReturnAsync("sold");

        Assert.Equal(
            new Dictionary<string, long>
            {
                ["inventory.reservations reserved"] = 3, ["inventory.reservations confirmed"] = 1, ["inventory.reservations released"] = 1,
                ["inventory.reservations expired"] = 1, ["inventory.reservations returned"] = 1, ["inventory.reservations out_of_stock"] = 1,
                ["inventory.stockouts"] = 2, ["inventory.units.sold"] = 5, ["inventory.units.returned"] = 5,
            }.OrderBy(sum => sum.Key),
            sums.Where(sum => sum.Key.StartsWith("inventory.", StringComparison.Ordinal)).OrderBy(sum => sum.Key));
    }
}
