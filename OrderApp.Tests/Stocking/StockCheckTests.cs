using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Stocking;

/// <summary>That the stock follows from the ledger is checked, and what checks it finds bugs that are planted.</summary>
public sealed class StockCheckTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_change_behind_the_ledger_s_back_is_found()
    {
        await using var host = await InventoryHost.StartAsync(postgres);
        Assert.Empty(await host.MismatchesAsync());

        await host.ExecuteAsync("UPDATE stock SET available = available + 1 WHERE book_id = 4");

        Assert.Equal(["book 4: available is 101, not 100"], await host.MismatchesAsync());
    }

    [Fact]
    public async Task A_reservation_that_lost_its_stock_is_found()
    {
        await using var host = await InventoryHost.StartAsync(postgres);
        await host.ReserveAsync("kept", (4, 2));

        await host.ExecuteAsync("DELETE FROM reservations");

        Assert.Equal(["book 4: reserved (reservations) is 2, not 0"], await host.MismatchesAsync());
    }

    [Fact]
    public async Task A_stock_that_has_gone_is_found()
    {
        await using var host = await InventoryHost.StartAsync(postgres);

        await host.ExecuteAsync("DELETE FROM stock WHERE book_id = 9");

        Assert.Equal(["book 9: available is 0, not 100"], await host.MismatchesAsync());
    }

    [Fact]
    public async Task A_service_that_does_not_lock_what_it_has_read_is_found()
    {
        await using var host = await InventoryHost.StartAsync(postgres);
        await using var one = await host.Database.OpenConnectionAsync();
        await using var other = await host.Database.OpenConnectionAsync();

        var (readByOne, readByOther) = (await ReadAsync(one), await ReadAsync(other));
        await SellAsync(one, readByOne);
        await SellAsync(other, readByOther);

        Assert.Contains("book 5: available is 99, not 98", await host.MismatchesAsync());
    }

    [Theory]
    [InlineData("UPDATE ledger SET delta_available = 0 WHERE book_id = 1")]
    [InlineData("DELETE FROM ledger")]
    [InlineData("TRUNCATE ledger")]
    public async Task The_ledger_cannot_be_changed_by_mistake(string mistake)
    {
        await using var host = await InventoryHost.StartAsync(postgres);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync(mistake));

        Assert.StartsWith("entries of the ledger are never changed", refused.MessageText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE stock SET available = -1 WHERE book_id = 1", "stock_not_below_zero")]
    [InlineData("INSERT INTO ledger (book_id, kind, delta_available, delta_reserved, delta_sold) VALUES (1, 3, -1, 2, 0)", "ledger_balanced")]
    [InlineData("INSERT INTO ledger (book_id, kind, delta_available, delta_reserved, delta_sold) VALUES (1, 2, 0, 1, 0)", "ledger_balanced")]
    public async Task The_database_itself_refuses_what_cannot_be(string mistake, string rule)
    {
        await using var host = await InventoryHost.StartAsync(postgres);

        Assert.Equal(rule, (await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync(mistake))).ConstraintName);
    }

    [Fact]
    public async Task The_service_itself_tells_of_a_stock_that_is_wrong()
    {
        await using var host = await InventoryHost.StartAsync(postgres, ("Inventory:CheckInterval", "00:00:00.050"));
        var books = new ConcurrentQueue<int>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name is "inventory.mismatches" && instrument.Meter.Scope == host.Services.GetRequiredService<IMeterFactory>())
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<int>((_, value, _, _) => books.Enqueue(value));
        meters.Start();
        meters.RecordObservableInstruments();
        Assert.Equal(0, books.Last());

        await host.ExecuteAsync("UPDATE stock SET sold = sold + 1 WHERE book_id IN (1, 2)");

        await Eventually.TrueAsync(
            () =>
            {
                meters.RecordObservableInstruments();
                return Task.FromResult(books.Last() is 4);
            },
            "the figures that are wrong are counted");
    }

    private static async Task<int> ReadAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT available FROM stock WHERE book_id = 5", connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private static async Task SellAsync(NpgsqlConnection connection, int available)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"UPDATE stock SET available = {available - 1}, reserved = reserved + 1 WHERE book_id = 5"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO ledger (book_id, kind, delta_available, delta_reserved, delta_sold) VALUES (5, 3, -1, 1, 0)"));
        await batch.ExecuteNonQueryAsync();
    }
}
