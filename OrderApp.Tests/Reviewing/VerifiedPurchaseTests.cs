using OrderApp.Protos;
using OrderApp.Tests.Recommending;
using OrderApp.Tests.Support;
using static OrderApp.Protos.Order.Types;

namespace OrderApp.Tests.Reviewing;

/// <summary>A review is of a verified purchase while an order of its author for the book is paid, and neither cancelled nor refunded.</summary>
public sealed class VerifiedPurchaseTests(PostgresServer postgres)
{
    private const int Book = 7;

    [Theory]
    [InlineData(State.Paid, true)]
    [InlineData(State.Shipped, true)]
    [InlineData(State.Delivered, true)]
    [InlineData(State.Placed, false)]
    [InlineData(State.Cancelled, false)]
    [InlineData(State.Refunded, false)]
    public async Task An_order_counts_by_its_state(State state, bool verified)
    {
        await using var orders = await new FakeOrderService().StartAsync();
        await using var host = await ReviewsHost.StartAsync(postgres, settings: orders.Setting);
        var (emma, ida) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await host.PutAsync(host.Customer("Emma", emma), Book, 5);
        await host.PutAsync(host.Customer("Ida", ida), Book, 5);

        orders.Create(OrderOf(emma, state, 3, Book));
        orders.Create(OrderOf(ida, State.Paid, Book));

        // Events come in order.
        await VerifiedAsync(host, "Ida", true);
        await VerifiedAsync(host, "Emma", verified);
    }

    [Fact]
    public async Task A_purchase_is_verified_before_and_after_the_review_and_no_more_when_it_is_refunded()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        await using var host = await ReviewsHost.StartAsync(postgres, settings: orders.Setting);
        var emma = Guid.CreateVersion7();
        var order = OrderOf(emma, State.Paid, Book, 8);
        orders.Create(order);
        await Eventually.TrueAsync(async () => await host.ScalarAsync<long>("SELECT count(*) FROM purchases") == 2, "the purchase is known");

        Assert.True((await host.PutAsync(host.Customer("Emma", emma), Book, 5)).VerifiedPurchase);
        Assert.False((await host.PutAsync(host.Customer("Emma", emma), 9, 5)).VerifiedPurchase);
        Assert.False((await host.PutAsync(host.Customer("Ida"), Book, 5)).VerifiedPurchase);

        orders.Update(order.Uuid, change => change.State = State.Refunded);
        await VerifiedAsync(host, "Emma", false);
    }

    [Fact]
    public async Task An_order_that_only_says_it_was_delivered_verifies_nothing()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        await using var host = await ReviewsHost.StartAsync(postgres, settings: orders.Setting);
        var (emma, ida) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await host.PutAsync(host.Customer("Emma", emma), Book, 5);
        await host.PutAsync(host.Customer("Ida", ida), Book, 5);

        orders.Create(new() { Uuid = $"{Guid.CreateVersion7()}", CustomerId = $"{emma}", BookId = Book, Completed = true, State = State.Delivered });
        orders.Create(OrderOf(ida, State.Paid, Book));

        await VerifiedAsync(host, "Ida", true);
        await VerifiedAsync(host, "Emma", false);
    }

    [Fact]
    public async Task A_guests_order_counts_once_it_is_his_accounts()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        await using var host = await ReviewsHost.StartAsync(postgres, settings: orders.Setting);
        var (emma, guest) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await host.PutAsync(host.Customer("Emma", emma), Book, 5);
        var order = OrderOf(guest, State.Paid, Book);
        orders.Create(order);
        await Eventually.TrueAsync(async () => await host.ScalarAsync<long>("SELECT count(*) FROM purchases") == 1, "the guest's purchase is known");
        await VerifiedAsync(host, "Emma", false);

        orders.Update(order.Uuid, change => change.CustomerId = $"{emma}");

        await VerifiedAsync(host, "Emma", true);
        orders.Delete(order.Uuid);
        await VerifiedAsync(host, "Emma", false);
    }

    [Fact]
    public async Task Orders_from_before_are_listed_once_and_events_from_a_stop_are_resumed()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        var order = OrderOf(Guid.CreateVersion7(), State.Paid, 1, 2);
        orders.Create(order);
        orders.Create(OrderOf(Guid.CreateVersion7(), State.Delivered, 3));
        await using var host = await ReviewsHost.StartAsync(postgres, settings: orders.Setting);
        await PurchasesAsync(host, 3);
        orders.Create(OrderOf(Guid.CreateVersion7(), State.Paid, 4));
        await PurchasesAsync(host, 4);
        await host.StopAsync();
        orders.Update(order.Uuid, change => change.State = State.Cancelled);

        // Events that come again change nothing.
        orders.Repeat(2);
        await host.AddReplicaAsync(orders.Setting);

        await PurchasesAsync(host, 2);
        Assert.Equal(1, orders.Listings);
        Assert.Equal(orders.NewestToken, await host.ScalarAsync<string>("SELECT orders_token FROM followed"));
    }

    [Fact]
    public async Task Orders_are_read_anew_when_their_events_are_not_kept_any_more()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        await using var host = await ReviewsHost.StartAsync(postgres, settings: orders.Setting);
        var order = OrderOf(Guid.CreateVersion7(), State.Paid, 1);
        await Eventually.TrueAsync(() => Task.FromResult(orders.Listings == 1), "the orders are listed");
        orders.Create(order);
        await PurchasesAsync(host, 1);
        await host.StopAsync();
        orders.Update(order.Uuid, change => change.State = State.Cancelled);
        orders.Create(OrderOf(Guid.CreateVersion7(), State.Paid, 1, 2));
        orders.ForgetEvents();
        orders.Create(OrderOf(Guid.CreateVersion7(), State.Paid, 3));

        await host.AddReplicaAsync(orders.Setting);

        await PurchasesAsync(host, 3);
    }

    [Fact]
    public async Task While_the_orders_are_away_reviews_are_written_and_what_was_known_stays()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        await using var host = await ReviewsHost.StartAsync(postgres, settings: orders.Setting);
        var emma = Guid.CreateVersion7();
        orders.Create(OrderOf(emma, State.Paid, Book));
        await PurchasesAsync(host, 1);

        await orders.StopAsync();

        Assert.True((await host.PutAsync(host.Customer("Emma", emma), Book, 5)).VerifiedPurchase);
        await orders.StartAsync();
        orders.Create(OrderOf(emma, State.Paid, 8));
        await PurchasesAsync(host, 2);
    }

    private static Order OrderOf(Guid customer, State state, params int[] books) => new()
    {
        Uuid = $"{Guid.CreateVersion7()}", Name = "Books", CustomerId = $"{customer}", State = state,
        Lines = { books.Select(book => new OrderLine { BookId = book, Title = $"Book {book}", Quantity = 1 }) },
    };

    private static Task PurchasesAsync(ReviewsHost host, int count) => Eventually.TrueAsync(
        async () => await host.ScalarAsync<long>("SELECT count(*) FROM purchases") == count, $"{count} purchases are known");

    private static Task VerifiedAsync(ReviewsHost host, string author, bool verified) => Eventually.TrueAsync(
        async () => (await host.ListAsync(Book)).Single(review => review.AuthorName == author).VerifiedPurchase == verified, $"{author}'s purchase: {verified}");
}
