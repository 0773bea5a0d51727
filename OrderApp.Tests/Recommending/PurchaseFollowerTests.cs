using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrderApp.Recommending.Learning;
using OrderApp.Tests.Marketplace;
using OrderApp.Tests.Orders;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Recommending;

public sealed class PurchaseFollowerTests(PostgresServer server) : IAsyncLifetime
{
    private readonly FakeService books = new(app => app.MapGrpcService<FakeCatalogue>(), services => services.AddSingleton<FakeCatalogue>());

    public async ValueTask InitializeAsync() => await books.StartAsync();

    public ValueTask DisposeAsync() => books.DisposeAsync();

    [Fact]
    public async Task Orders_placed_before_and_after_the_start_become_purchases()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        for (var user = 1; user <= 5; user++)
            orders.Create(user, 7);
        await using var service = await RecommendationService.StartAsync(server, books.Address, orders.Setting);

        await PurchasesAsync(service, "1:7", "2:7", "3:7", "4:7", "5:7");
        orders.Create(6, 8);

        await PurchasesAsync(service, "1:7", "2:7", "3:7", "4:7", "5:7", "6:8");
    }

    [Fact]
    public async Task A_deleted_order_takes_its_purchase_back_and_a_changed_one_changes_it()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        await using var service = await RecommendationService.StartAsync(server, books.Address, orders.Setting);
        await Eventually.TrueAsync(() => Task.FromResult(orders.Watches == 1), "the orders are watched");
        var (deleted, otherBook, otherUser, ofNobody) = (orders.Create(1, 1), orders.Create(2, 2), orders.Create(3, 3), orders.Create(4, 4));
        await PurchasesAsync(service, "1:1", "2:2", "3:3", "4:4");

        orders.Delete(deleted);
        orders.Update(otherBook, order => order.BookId = 9);
        orders.Update(otherUser, order => order.UserId = 33);
        orders.Update(ofNobody, order => order.ClearUserId());

        await PurchasesAsync(service, "2:9", "33:3");
    }

    [Fact]
    public async Task Events_that_are_told_again_change_nothing()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        var database = await server.CreateDatabaseAsync("recommend");
        await using (var before = await RecommendationService.StartOnAsync(database, books.Address, orders.Setting))
        {
            await Eventually.TrueAsync(() => Task.FromResult(orders.Watches == 1), "the orders are watched");
            orders.Delete(orders.Create(1, 1));
            orders.Update(orders.Create(2, 2), order => order.BookId = 3);
            orders.Create(4, 4);
            await PurchasesAsync(before, "2:3", "4:4");
            await TokenIsKeptAsync(before, orders);
        }

        orders.Repeat(5);
        await using var after = await RecommendationService.StartOnAsync(database, books.Address, orders.Setting);
        await Eventually.TrueAsync(() => Task.FromResult(orders.Watches == 2), "the orders are watched again");
        orders.Create(5, 5);

        await PurchasesAsync(after, "2:3", "4:4", "5:5");
        Assert.Equal(1, orders.Listings);
    }

    [Fact]
    public async Task What_happened_while_the_service_was_down_is_caught_up_from_the_resume_token()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        var database = await server.CreateDatabaseAsync("recommend");
        string early;
        await using (var before = await RecommendationService.StartOnAsync(database, books.Address, orders.Setting))
        {
            await Eventually.TrueAsync(() => Task.FromResult(orders.Watches == 1), "the orders are watched");
            early = orders.Create(1, 1);
            await PurchasesAsync(before, "1:1");
            await TokenIsKeptAsync(before, orders);
        }

        orders.Delete(early);
        orders.Create(2, 2);
        await using var after = await RecommendationService.StartOnAsync(database, books.Address, orders.Setting);

        await PurchasesAsync(after, "2:2");
        Assert.Equal(1, orders.Listings);
    }

    [Fact]
    public async Task The_purchases_are_built_anew_when_the_events_are_no_longer_kept()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        var database = await server.CreateDatabaseAsync("recommend");
        string gone;
        await using (var before = await RecommendationService.StartOnAsync(database, books.Address, orders.Setting))
        {
            await Eventually.TrueAsync(() => Task.FromResult(orders.Watches == 1), "the orders are watched");
            gone = orders.Create(1, 1);
            orders.Create(2, 2);
            await PurchasesAsync(before, "1:1", "2:2");
            await TokenIsKeptAsync(before, orders);
        }

        orders.Delete(gone);
        orders.Create(3, 3);
        orders.ForgetEvents();
        await using var after = await RecommendationService.StartOnAsync(database, books.Address, orders.Setting);

        await PurchasesAsync(after, "2:2", "3:3");
        Assert.Equal(2, orders.Listings);
    }

    [Fact]
    public async Task Recommendations_are_given_while_the_order_service_is_away_and_orders_are_followed_when_it_is_back()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        await using var service = await RecommendationService.StartAsync(server, books.Address, orders.Setting);
        orders.Create(7, 1);
        await PurchasesAsync(service, "7:1");

        await orders.StopAsync();
        orders.Create(7, 2);
        var away = await service.RecommendAsync(user: 7, count: 3);
        await orders.StartAsync();

        Assert.Equal([2, 3], away.Select(book => book.Id).Order());
        await PurchasesAsync(service, "7:1", "7:2");
    }

    [Fact]
    public async Task Of_two_replicas_one_follows_and_when_it_ends_the_other_does()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        var database = await server.CreateDatabaseAsync("recommend");
        var first = await RecommendationService.StartOnAsync(database, books.Address, orders.Setting);
        await Eventually.TrueAsync(() => Task.FromResult(orders.Watches == 1), "the orders are watched");
        await using var second = await RecommendationService.StartOnAsync(database, books.Address, orders.Setting);

        orders.Create(1, 1);
        await PurchasesAsync(second, "1:1");
        Assert.Equal(1, orders.Watches);
        await first.DisposeAsync();
        orders.Create(2, 2);

        await PurchasesAsync(second, "1:1", "2:2");
    }

    [Fact]
    public async Task A_shutdown_ends_the_watch_without_a_failure()
    {
        await using var orders = await new FakeOrderService().StartAsync();
        var service = await RecommendationService.StartAsync(server, books.Address, orders.Setting);
        var follower = service.Services.GetServices<IHostedService>().OfType<PurchaseFollower>().Single();
        orders.Create(1, 1);
        await PurchasesAsync(service, "1:1");

        await service.DisposeAsync();

        Assert.True(follower.ExecuteTask!.IsCompleted, "it still runs");
        Assert.False(follower.ExecuteTask.IsFaulted, $"it failed: {follower.ExecuteTask.Exception}");
    }

    [Fact]
    public async Task A_book_ordered_at_the_real_order_service_is_not_recommended_again()
    {
        await using var orders = await OrderServiceHost.StartAsync(server);
        await using var service = await RecommendationService.StartAsync(server, books.Address, ("services:orderservice:grpc:0", orders.Service.GrpcAddress.ToString()));

        var ordered = await orders.Client.CreateOrderAsync(new() { Name = "The Maltese Falcon", UserId = 21, BookId = 1 });

        await PurchasesAsync(service, "21:1");
        Assert.Equal([2, 3], await MysteriesAsync(service, user: 21));
        Assert.Equal([1, 2, 3], await MysteriesAsync(service, user: 22));
        await orders.Client.DeleteOrderAsync(new() { Uuid = ordered.Order.Uuid });
        await PurchasesAsync(service);
        Assert.Equal([1, 2, 3], await MysteriesAsync(service, user: 21));
    }

    private static async Task<List<int>> MysteriesAsync(RecommendationService service, int user) =>
        [.. (await service.RecommendAsync(user, count: 10)).Select(book => book.Id).Order()];

    // An order may become a purchase by the list of orders, before its event is dealt with.
    private static Task TokenIsKeptAsync(RecommendationService service, FakeOrderService orders) => Eventually.TrueAsync(
        async () => (await service.QueryAsync<string>("SELECT resume_token FROM feed_position")).SequenceEqual([orders.NewestToken]),
        "the newest event is dealt with");

    private static Task PurchasesAsync(RecommendationService service, params string[] expected) => Eventually.TrueAsync(
        async () => expected.SequenceEqual(await service.QueryAsync<string>(
            "SELECT user_id || ':' || book_id FROM purchases ORDER BY user_id, book_id")),
        $"the purchases are {string.Join(", ", expected)}");
}
