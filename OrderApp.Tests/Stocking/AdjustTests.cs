using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Stocking;

/// <summary>What comes in and goes out, and the ledger of it.</summary>
public sealed class AdjustTests(InventoryFixture fixture) : IClassFixture<InventoryFixture>
{
    private InventoryHost Host => fixture.Host;

    [Fact]
    public async Task The_shop_begins_with_100_of_each_of_its_nine_books()
    {
        var stock = (await Host.Client.GetStockAsync(new() { BookIds = { 9, 1, 2, 3, 4, 5, 6, 7, 8, 10 } })).Stock;

        Assert.Equal([9, 1, 2, 3, 4, 5, 6, 7, 8, 10], stock.Select(book => book.BookId));
        Assert.All(stock.SkipLast(1), book => Assert.Equal((100, 0, 0), (book.Available, book.Reserved, book.Sold)));
        Assert.Equal(new Stock { BookId = 10 }, stock[^1]);
        Assert.Equal(9, await Host.ScalarAsync<long>("SELECT count(*) FROM ledger WHERE reason = 'seed' AND kind = 1 AND delta_available = 100"));
    }

    [Fact]
    public async Task Copies_are_added_and_taken_out_but_never_more_than_there_are()
    {
        var book = await fixture.BookAsync(3);

        Assert.Equal(5, (await Host.AdjustAsync(book, 2)).Available);
        Assert.Equal((StatusCode.FailedPrecondition, "OUT_OF_STOCK"), await InventoryHost.RefusalAsync(() => Host.AdjustAsync(book, -6)));
        Assert.Equal(new Stock { BookId = book, Available = 0 }, await Host.AdjustAsync(book, -5));
        Assert.Equal((0, 0, 0), await Host.StockAsync(book));
    }

    [Fact]
    public async Task What_is_set_aside_cannot_be_taken_out()
    {
        var book = await fixture.BookAsync(3);
        await Host.ReserveAsync($"aside {book}", (book, 2));

        Assert.Equal("OUT_OF_STOCK", (await InventoryHost.RefusalAsync(() => Host.AdjustAsync(book, -2))).Reason);

        Assert.Equal((1, 2, 0), await Host.StockAsync(book));
    }

    [Fact]
    public async Task More_copies_than_fit_are_refused()
    {
        var book = await fixture.BookAsync(1);
        await Host.ExecuteAsync($"UPDATE stock SET available = 2000000000 WHERE book_id = {book}");

        Assert.Equal((StatusCode.FailedPrecondition, "STOCK_TOO_LARGE"), await InventoryHost.RefusalAsync(() => Host.AdjustAsync(book, 1)));
    }

    [Fact]
    public async Task The_same_request_id_gives_the_same_answer_whatever_came_after_and_with_other_content_is_refused()
    {
        var book = await fixture.BookAsync(1);
        var key = Guid.NewGuid().ToString();
        var first = await Host.AdjustAsync(book, 4, key);
        await Host.ReserveAsync(key, (book, 2));

        using var replay = Host.Client.AdjustStockAsync(new() { BookId = book, Delta = 4, Reason = "counted", RequestId = key }, Host.Operator);

        Assert.Equal(first, await replay);
        Assert.Equal("true", (await replay.ResponseHeadersAsync).GetValue("idempotent-replayed"));
        Assert.Equal((3, 2, 0), await Host.StockAsync(book));
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), await InventoryHost.RefusalAsync(() => Host.AdjustAsync(book, 5, key)));
        Assert.Equal("REQUEST_ID_REUSED", (await InventoryHost.RefusalAsync(() => Host.AdjustAsync(book + 100_000, 4, key))).Reason);
    }

    [Fact]
    public async Task The_ledger_tells_everything_newest_first_and_by_whom()
    {
        var (book, id) = (await fixture.BookAsync(5), Guid.NewGuid().ToString());
        var clerk = Guid.CreateVersion7();
        await Host.Client.AdjustStockAsync(new() { BookId = book, Delta = -1, Reason = "damp", RequestId = $"damp {id}" }, Host.Tokens.Operator(clerk));
        await Host.ReserveAsync(id, (book, 2));
        await Host.ConfirmAsync(id);
        await Host.ReturnAsync(id);
        await Host.ReserveAsync($"{id} again", (book, 1));
        await Host.ReleaseAsync($"{id} again");

        var entries = (await Host.Client.ListLedgerEntriesAsync(new() { BookId = book }, Host.Operator)).Entries;

        Assert.Equal(
            [
                (LedgerEntry.Types.Kind.Released, 1, -1, 0, $"{id} again"), (LedgerEntry.Types.Kind.Reserved, -1, 1, 0, $"{id} again"),
                (LedgerEntry.Types.Kind.Returned, 2, 0, -2, id), (LedgerEntry.Types.Kind.Confirmed, 0, -2, 2, id),
                (LedgerEntry.Types.Kind.Reserved, -2, 2, 0, id), (LedgerEntry.Types.Kind.Adjusted, -1, 0, 0, ""),
                (LedgerEntry.Types.Kind.Adjusted, 5, 0, 0, ""),
            ],
            entries.Select(entry => (entry.Kind, entry.DeltaAvailable, entry.DeltaReserved, entry.DeltaSold, entry.ReservationId)));
        Assert.Equal(("damp", $"damp {id}", clerk.ToString()), (entries[5].Reason, entries[5].RequestId, entries[5].Who));
        Assert.Equal("marketplace", entries[4].Who);
        Assert.All(entries, entry => Assert.InRange(entry.Time.ToDateTime(), DateTime.UtcNow.AddMinutes(-2), DateTime.UtcNow.AddMinutes(2)));
    }

    [Fact]
    public async Task A_walk_over_the_ledger_s_pages_gives_every_entry_once()
    {
        var book = await fixture.BookAsync(1);
        for (var number = 2; number <= 7; number++)
            await Host.AdjustAsync(book, number);

        var (seen, token) = (new List<int>(), "");
        do
        {
            var page = await Host.Client.ListLedgerEntriesAsync(new() { BookId = book, PageSize = 3, PageToken = token }, Host.Operator);
            Assert.InRange(page.Entries.Count, 1, 3);
            seen.AddRange(page.Entries.Select(entry => entry.DeltaAvailable));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal([7, 6, 5, 4, 3, 2, 1], seen);
    }
}
