using Google.Rpc;
using Grpc.Core;

namespace OrderApp.Tests.Stocking;

/// <summary>What a reservation may become, and what it may not.</summary>
public sealed class ReservationTests(InventoryFixture fixture) : IClassFixture<InventoryFixture>
{
    private static string NewId() => Guid.NewGuid().ToString();

    private InventoryHost Host => fixture.Host;

    [Fact]
    public async Task Copies_are_set_aside_then_sold_then_put_back()
    {
        var (id, book) = (NewId(), await fixture.BookAsync(10));

        await Host.ReserveAsync(id, (book, 3));
        Assert.Equal((7, 3, 0), await Host.StockAsync(book));
        await Host.ConfirmAsync(id);
        Assert.Equal((7, 0, 3), await Host.StockAsync(book));
        await Host.ReturnAsync(id);
        Assert.Equal((10, 0, 0), await Host.StockAsync(book));
    }

    [Fact]
    public async Task What_is_released_is_available_again()
    {
        var (id, book) = (NewId(), await fixture.BookAsync(10));
        await Host.ReserveAsync(id, (book, 3));

        await Host.ReleaseAsync(id);

        Assert.Equal((10, 0, 0), await Host.StockAsync(book));
    }

    [Fact]
    public async Task A_reservation_is_of_all_lines_or_of_none_and_names_what_is_short()
    {
        var (enough, few, none) = (await fixture.BookAsync(5), await fixture.BookAsync(1), await fixture.BookAsync(1));
        await Host.AdjustAsync(none, -1);
        var id = NewId();

        var error = await Assert.ThrowsAsync<RpcException>(() => Host.ReserveAsync(id, (none, 1), (enough, 5), (few, 2)));

        var info = error.GetRpcStatus()?.GetDetail<ErrorInfo>();
        Assert.Equal((StatusCode.FailedPrecondition, "OUT_OF_STOCK", "orderapp"), (error.StatusCode, info?.Reason, info?.Domain));
        Assert.Equal(($"{few},{none}", "1,0"), (info?.Metadata["book_ids"], info?.Metadata["available"]));
        Assert.Equal([(5, 0, 0), (1, 0, 0), (0, 0, 0)], new[] { await Host.StockAsync(enough), await Host.StockAsync(few), await Host.StockAsync(none) });

        await Host.AdjustAsync(few, 1);
        await Host.AdjustAsync(none, 1);
        await Host.ReserveAsync(id, (none, 1), (enough, 5), (few, 2));
        Assert.Equal((0, 2, 0), await Host.StockAsync(few));
    }

    [Fact]
    public async Task A_book_that_never_came_in_is_out_of_stock_and_has_none()
    {
        const int Unknown = int.MaxValue;

        var refused = await InventoryHost.RefusalAsync(() => Host.ReserveAsync(NewId(), (Unknown, 1)));

        Assert.Equal((StatusCode.FailedPrecondition, "OUT_OF_STOCK"), refused);
        Assert.Equal((0, 0, 0), await Host.StockAsync(Unknown));
    }

    [Fact]
    public async Task The_same_reservation_in_any_order_of_its_lines_is_answered_again_and_made_once()
    {
        var (id, one, other) = (NewId(), await fixture.BookAsync(10), await fixture.BookAsync(10));

        var first = await Host.ReserveAsync(id, (one, 1), (other, 2));
        Assert.Equal(first, await Host.ReserveAsync(id, (other, 2), (one, 1)));
        await Host.ConfirmAsync(id);

        Assert.Equal(first, await Host.ReserveAsync(id, (one, 1), (other, 2)));
        Assert.Equal([(9, 0, 1), (8, 0, 2)], new[] { await Host.StockAsync(one), await Host.StockAsync(other) });
    }

    [Fact]
    public async Task The_same_reservation_id_with_other_lines_is_refused()
    {
        var (id, one, other) = (NewId(), await fixture.BookAsync(10), await fixture.BookAsync(10));
        await Host.ReserveAsync(id, (one, 1));

        foreach (var lines in new[] { [(one, 2)], [(other, 1)], new[] { (one, 1), (other, 1) } })
            Assert.Equal((StatusCode.AlreadyExists, "RESERVATION_ID_REUSED"), await InventoryHost.RefusalAsync(() => Host.ReserveAsync(id, lines)));

        Assert.Equal([(9, 1, 0), (10, 0, 0)], new[] { await Host.StockAsync(one), await Host.StockAsync(other) });
    }

    [Fact]
    public async Task A_release_that_comes_before_its_reserve_is_remembered()
    {
        var (id, book) = (NewId(), await fixture.BookAsync(10));

        await Host.ReleaseAsync(id);
        await Host.ReleaseAsync(id);

        Assert.Equal((StatusCode.FailedPrecondition, "RESERVATION_RELEASED"), await InventoryHost.RefusalAsync(() => Host.ReserveAsync(id, (book, 1))));
        Assert.Equal((10, 0, 0), await Host.StockAsync(book));
    }

    /// <summary>How a reservation came to stand where it does, what is tried then, and the reason of the refusal; "" when it is none.</summary>
    public static TheoryData<string, string, string> Steps => new()
    {
        { "", "confirm", "RESERVATION_NOT_FOUND" },
        { "", "return", "RESERVATION_NOT_FOUND" },
        { "reserve", "return", "RESERVATION_NOT_CONFIRMED" },
        { "reserve confirm", "confirm", "" },
        { "reserve confirm", "release", "RESERVATION_CONFIRMED" },
        { "reserve release", "release", "" },
        { "reserve release", "confirm", "RESERVATION_RELEASED" },
        { "reserve release", "return", "RESERVATION_RELEASED" },
        { "reserve release", "reserve", "RESERVATION_RELEASED" },
        { "release", "confirm", "RESERVATION_RELEASED" },
        { "release", "return", "RESERVATION_RELEASED" },
        { "reserve confirm return", "return", "" },
        { "reserve confirm return", "confirm", "RESERVATION_RETURNED" },
        { "reserve confirm return", "release", "RESERVATION_RETURNED" },
        { "reserve confirm return", "reserve", "RESERVATION_RETURNED" },
        { "reserve expire", "confirm", "RESERVATION_EXPIRED" },
        { "reserve expire", "return", "RESERVATION_EXPIRED" },
        { "reserve expire", "reserve", "RESERVATION_EXPIRED" },
        { "reserve expire", "release", "" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Confirm_release_expiry_and_return_shut_each_other_out_and_may_be_repeated(string before, string step, string reason)
    {
        var (id, book) = (NewId(), await fixture.BookAsync(10));
        foreach (var earlier in before.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            await DoAsync(earlier, id, book);
        var stock = await Host.StockAsync(book);

        if (reason.Length == 0)
            await DoAsync(step, id, book);
        else
            Assert.Equal(reason, (await InventoryHost.RefusalAsync(() => DoAsync(step, id, book))).Reason);

        Assert.Equal(stock, await Host.StockAsync(book));
    }

    private Task DoAsync(string step, string id, int book) => step switch
    {
        "reserve" => Host.ReserveAsync(id, (book, 2)),
        "confirm" => Host.ConfirmAsync(id),
        "release" => Host.ReleaseAsync(id),
        "return" => Host.ReturnAsync(id),
        "expire" => ExpireAsync(id),
        _ => throw new ArgumentException(step, nameof(step)),
    };

    private async Task ExpireAsync(string id)
    {
        await Host.ExecuteAsync($"UPDATE reservations SET expires_at = now() - interval '1 second' WHERE id = '{id}'");
        await Support.Eventually.TrueAsync(
            async () => await Host.ScalarAsync<short>($"SELECT state FROM reservations WHERE id = '{id}'") is 4, "the worker ends what has expired");
    }
}
