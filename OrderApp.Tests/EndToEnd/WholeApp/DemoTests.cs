using Google.Protobuf.Collections;
using Google.Type;
using Grpc.Core;
using Npgsql;
using OrderApp.LocalPostgres;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using static OrderApp.Protos.Order.Types;

namespace OrderApp.Tests.EndToEnd.WholeApp;

/// <summary>The shop that a newcomer sees: filled by the button of the dashboard or by --demo.</summary>
public sealed class DemoTests
{
    private const string Command = "fill-demo-data";

    // Whatever an order, a payment, the stock, a review, an account or a book is changed by is in one of these.
    private static readonly (string Database, string Sql)[] Everything =
    [
        ("orderdb", "SELECT string_agg(concat_ws('/', id, version, state), ',' ORDER BY id) FROM orders"),
        ("paymentdb", "SELECT string_agg(concat_ws('/', id, state, captured, refunded, update_time), ',' ORDER BY id) FROM transactions"),
        ("inventorydb", "SELECT string_agg(concat_ws('/', id, book_id, delta_available, delta_sold), ',' ORDER BY id) FROM ledger"),
        ("reviewdb", "SELECT string_agg(concat_ws('/', id, update_time, rating, hidden_reason), ',' ORDER BY id) FROM reviews"),
        ("reviewdb", "SELECT string_agg(ratings::text, ',' ORDER BY book_id) FROM ratings"),
        ("catalogdb", "SELECT string_agg(books::text, ',' ORDER BY id) FROM books"),
        ("userdb", "SELECT count(*)::text FROM accounts"),
        ("cartdb", "SELECT count(*)::text FROM checkouts"),
    ];

    [Fact]
    public async Task The_demo_shop_has_orders_in_every_state_whose_money_and_stock_add_up_and_filling_it_again_changes_nothing()
    {
        await using var shop = await RunningShop.OpenAsync();
        await shop.CommandAsync("marketplace", Command);

        using var channel = shop.CreateChannel();
        var signIn = new SignInRequest { Email = "operator@localhost", Password = RunningShop.OperatorPassword };
        var token = ShopAccounts.Bearer((await new Accounts.AccountsClient(channel).SignInAsync(signIn, cancellationToken: Cancellation)).AccessToken);
        var orders = (await new OrderService.OrderServiceClient(channel).ListOrdersAsync(new() { PageSize = 1000 }, token, cancellationToken: Cancellation)).Orders;
        Assert.Equal(Enum.GetValues<State>().Except([State.Unspecified]), orders.Select(order => order.State).Distinct().Order());
        await AssertBooksAsync(channel);
        await AssertMoneyAsync(channel, token, orders);
        await AssertStockAsync(channel, orders);
        await AssertReviewsAsync(channel, token);

        var before = await EverythingAsync(shop);
        await shop.CommandAsync("marketplace", Command);
        Assert.Equal(before, await EverythingAsync(shop));
    }

    [Fact]
    public async Task The_option_fills_the_shop_once_it_is_open_and_tells_how_its_customers_sign_in()
    {
        var data = new PostgresDataDirectory(Path.Combine(Path.GetTempPath(), $"orderapp-demo-{Guid.NewGuid():N}"));
        try
        {
            await using var shop = await AppHostProcess.OpenAsync(data.Root, "--demo");

            var told = await shop.ReadLineAsync("Demo data: ");

            Assert.Contains("Added 60 books, 12 customers, ", told, StringComparison.Ordinal);
            Assert.Contains((await File.ReadAllTextAsync(Path.Combine(data.Root, "demo-password"), Cancellation)).Trim(), told, StringComparison.Ordinal);
        }
        finally
        {
            data.Delete();
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task AssertBooksAsync(ChannelBase channel)
    {
        var books = (await new Catalogue.CatalogueClient(channel).ListBooksAsync(new() { PageSize = 1000 }, cancellationToken: Cancellation)).Books;
        Assert.True(books.Count >= 60, $"there are only {books.Count} books");
        Assert.Subset(books.Select(book => book.Category).ToHashSet(), Enum.GetValues<BookCategory>().ToHashSet());
    }

    // What was taken and not paid back in whole is what the orders that stand cost; refunds in part leave an order as it is.
    private static async Task AssertMoneyAsync(ChannelBase channel, Metadata token, IReadOnlyCollection<Order> orders)
    {
        var payments = (await new Transactions.TransactionsClient(channel).ListTransactionsAsync(new() { PageSize = 1000 }, token, cancellationToken: Cancellation)).Transactions;
        var standing = orders.Where(order => order.State is State.Paid or State.Shipped or State.Delivered).Sum(order => AmountOf(order.Total));
        Assert.Equal(standing, payments.Where(payment => payment.State is Transaction.Types.State.Captured).Sum(payment => AmountOf(payment.Captured)));
        Assert.Contains(payments, payment => payment.State is Transaction.Types.State.Captured && payment.Refunded is not null);
        Assert.Equal(
            orders.Where(order => order.State is State.Refunded).Select(order => order.Uuid).Order(),
            payments.Where(payment => payment.State is Transaction.Types.State.Refunded).Select(payment => payment.OrderUuid).Order());
        Assert.Contains(orders, order => order.Promotion.Length > 0);
    }

    // Copies of an order that was cancelled are back; those of one that was delivered are with the customer, refunded or not.
    private static async Task AssertStockAsync(ChannelBase channel, IReadOnlyCollection<Order> orders)
    {
        var sold = orders.Where(order => order.State is State.Paid or State.Shipped || order.Completed).SelectMany(order => order.Lines)
            .GroupBy(line => line.BookId).ToDictionary(lines => lines.Key, lines => lines.Sum(line => line.Quantity));
        var asked = new GetStockRequest { BookIds = { Enumerable.Range(1, 1000) } };
        var stock = (await new Inventory.InventoryClient(channel).GetStockAsync(asked, cancellationToken: Cancellation)).Stock;
        Assert.All(stock, book => Assert.Equal((book.BookId, sold.GetValueOrDefault(book.BookId), 0), (book.BookId, book.Sold, book.Reserved)));
        Assert.Contains(stock, book => book.Available is > 0 and < 4);
    }

    private static async Task AssertReviewsAsync(ChannelBase channel, Metadata token)
    {
        var client = new Reviews.ReviewsClient(channel);
        RepeatedField<Review> reviews = [];
        // Who bought what the reviews learn from the orders' events.
        await Eventually.TrueAsync(
            async () =>
            {
                reviews = (await client.ListReviewsAsync(new() { PageSize = 1000, ShowHidden = true }, token)).Reviews;
                return reviews.Any(review => review.VerifiedPurchase);
            },
            "purchases are verified");
        Assert.True(reviews.Count > 60, $"there are only {reviews.Count} reviews");
        Assert.Equal("It advertises another shop.", Assert.Single(reviews, review => review.Hidden).HiddenReason);
        Assert.Contains(reviews, review => !review.VerifiedPurchase);
        Assert.Equal([1, 2, 3, 4, 5], reviews.Select(review => review.Rating).Distinct().Order());
        var ratings = (await client.GetRatingsAsync(new() { BookIds = { Enumerable.Range(1, 1000) } }, cancellationToken: Cancellation)).Ratings;
        Assert.Equal(reviews.Count(review => !review.Hidden), ratings.Sum(book => book.Count));
    }

    private static decimal AmountOf(Money? money) => money is null ? 0 : money.Units + (money.Nanos / 1e9m);

    private static async Task<List<string>> EverythingAsync(RunningShop shop)
    {
        var found = new List<string>();
        foreach (var (database, sql) in Everything)
        {
            await using var source = NpgsqlDataSource.Create(await shop.ConnectionStringAsync(database) + ";Pooling=false");
            await using var command = source.CreateCommand(sql);
            found.Add($"{database}: {await command.ExecuteScalarAsync(Cancellation)}");
        }

        return found;
    }
}
