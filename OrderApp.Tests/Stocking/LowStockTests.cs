using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Stocking;

public sealed class LowStockTests(PostgresServer postgres)
{
    private static string Today => DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Books_with_few_copies_are_listed_fewest_first_page_by_page_and_those_that_never_came_in_are_not()
    {
        await using var host = await InventoryHost.StartAsync(postgres);
        foreach (var (book, copies) in new[] { (101, 3), (102, 1), (103, 50), (104, 3), (105, 1) })
            await host.AdjustAsync(book, copies);
        await host.ReserveAsync("last", (105, 1));

        var page = await host.Client.ListLowStockAsync(new() { AtMost = 3, PageSize = 2 }, host.Operator);
        var rest = await host.Client.ListLowStockAsync(new() { AtMost = 3, PageSize = 2, PageToken = page.NextPageToken }, host.Operator);
        var out_ = await host.Client.ListLowStockAsync(new() { AtMost = 0 }, host.Operator);

        Assert.Equal([(105, 0, 1), (102, 1, 0)], page.Stock.Select(stock => (stock.BookId, stock.Available, stock.Reserved)));
        Assert.Equal([101, 104], rest.Stock.Select(stock => stock.BookId));
        Assert.Equal("", rest.NextPageToken);
        Assert.Equal([105], out_.Stock.Select(stock => stock.BookId));
        var wrong = new ListLowStockRequest { AtMost = 4, PageToken = page.NextPageToken };
        Assert.Equal(StatusCode.InvalidArgument, (await InventoryHost.RefusalAsync(() => host.Client.ListLowStockAsync(wrong, host.Operator).ResponseAsync)).Code);
        Assert.Equal(StatusCode.InvalidArgument, (await InventoryHost.RefusalAsync(() => host.Client.ListLowStockAsync(new() { AtMost = -1 }, host.Operator).ResponseAsync)).Code);
    }

    [Fact]
    public async Task The_last_copy_that_goes_is_a_stock_out_of_its_day_each_time_it_goes()
    {
        await using var host = await InventoryHost.StartAsync(postgres);
        await host.AdjustAsync(201, 2);
        await host.ReserveAsync("a", (201, 1));
        await host.ReserveAsync("b", (201, 1));
        await host.ReleaseAsync("b");
        await host.ReserveAsync("c", (201, 1));
        await host.AdjustAsync(202, 5);
        await host.AdjustAsync(202, -5);
        await host.AdjustAsync(203, 5);
        await host.ReserveAsync("d", (203, 4));

        var today = await host.Client.ListStockOutsAsync(new() { Day = Today }, host.Operator);
        Assert.Equal([201, 201, 202], today.StockOuts.Select(one => one.BookId).Order());

        // Later sales do not change what a day was like.
        await host.ExecuteAsync(
            "ALTER TABLE ledger DISABLE TRIGGER USER; UPDATE ledger SET time = time - interval '3 days' WHERE book_id = 201; ALTER TABLE ledger ENABLE TRIGGER USER");
        await host.AdjustAsync(201, 9);
        var then = DateTime.UtcNow.AddDays(-3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var past = await host.Client.ListStockOutsAsync(new() { Day = then }, host.Operator);
        Assert.Equal([201, 201], past.StockOuts.Select(one => one.BookId));
        Assert.Equal([202], (await host.Client.ListStockOutsAsync(new() { Day = Today }, host.Operator)).StockOuts.Select(one => one.BookId));
        Assert.Equal(
            StatusCode.InvalidArgument, (await InventoryHost.RefusalAsync(() => host.Client.ListStockOutsAsync(new() { Day = "25.11.2026" }, host.Operator).ResponseAsync)).Code);
    }

    [Fact]
    public async Task A_days_entries_are_found_by_the_index_of_times()
    {
        await using var host = await InventoryHost.StartAsync(postgres);
        await host.ExecuteAsync(
            "INSERT INTO ledger (time, book_id, kind, delta_available, delta_reserved, delta_sold) "
            + "SELECT now() - interval '10 days' + number * interval '4 seconds', 1, 2, 1, 0, 0 FROM generate_series(1, 200000) AS number; ANALYZE ledger");

        var plan = await host.ScalarAsync<string>("SET enable_seqscan = off; EXPLAIN (FORMAT JSON) SELECT sum(delta_available) FROM ledger WHERE time >= now() - interval '1 day'");

        Assert.Contains("ix_ledger_time", plan, StringComparison.Ordinal);
    }
}
