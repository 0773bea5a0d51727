using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Marketplace;

/// <summary>The marketplace on real ports, with fakes behind it that a test fills, fails and stops.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private TestService<FrontDoorRoute>? marketplace;

    private Shop()
    {
        OrderService = new(app => app.MapGrpcService<FakeOrders>(), services => services.AddSingleton(Orders));
        CatalogueService = new(app => app.MapGrpcService<FakeCatalogue>(), services => services.AddSingleton(Catalogue));
        RecommendationService = new(
            app => app.MapGrpcService<FakeRecommendations>(), services => services.AddSingleton(new FakeRecommendations(Catalogue)));
        RouteService = new(app => app.MapGrpcService<FakeRoutes>(), services => services.AddSingleton(Routes));
        CartService = new(app => app.MapGrpcService<FakeCart>(), services => services.AddSingleton(Cart));
        TransactionService = new(app => app.MapGrpcService<FakePayments>(), services => services.AddSingleton(Payments));
        ReviewService = new(app => app.MapGrpcService<FakeReviews>(), services => services.AddSingleton(Reviews));
        InventoryService = new(app => app.MapGrpcService<FakeInventory>(), services => services.AddSingleton(Inventory));
        UserService = new(app => app.MapGrpcService<FakeAccounts>(), services => services.AddSingleton(Accounts));
    }

    public FakeOrders Orders { get; } = new();

    public FakeCatalogue Catalogue { get; } = new();

    public FakeRoutes Routes { get; } = new();

    public FakeAccounts Accounts { get; } = new();

    public FakeCart Cart { get; } = new();

    public FakeInventory Inventory { get; } = new();

    public FakePayments Payments { get; } = new();

    public FakeReviews Reviews { get; } = new();

    public FakeService OrderService { get; }

    public FakeService CatalogueService { get; }

    public FakeService RecommendationService { get; }

    public FakeService RouteService { get; }

    public FakeService CartService { get; }

    public FakeService TransactionService { get; }

    public FakeService InventoryService { get; }

    public FakeService ReviewService { get; }

    public FakeService UserService { get; }

    public TestService<FrontDoorRoute> Marketplace => marketplace ?? throw new InvalidOperationException("The shop is not open yet.");

    public HttpClient Http => Marketplace.Http;

    public static async Task<Shop> OpenAsync(params (string Key, string Value)[] settings)
    {
        var shop = new Shop();
        await shop.OrderService.StartAsync();
        await shop.CatalogueService.StartAsync();
        await shop.RecommendationService.StartAsync();
        await shop.RouteService.StartAsync();
        await shop.CartService.StartAsync();
        await shop.TransactionService.StartAsync();
        await shop.InventoryService.StartAsync();
        await shop.ReviewService.StartAsync();
        await shop.UserService.StartAsync();
        shop.marketplace = await TestService.StartAsync<FrontDoorRoute>(
            [
                ("services:orderservice:grpc:0", shop.OrderService.Address),
                ("services:catalogue:grpc:0", shop.CatalogueService.Address),
                ("services:recommendations:grpc:0", shop.RecommendationService.Address),
                ("services:routeguide:grpc:0", shop.RouteService.Address),
                ("services:cart:grpc:0", shop.CartService.Address),
                ("services:transactions:grpc:0", shop.TransactionService.Address),
                ("services:inventory:grpc:0", shop.InventoryService.Address),
                ("services:reviews:grpc:0", shop.ReviewService.Address),
                ("services:userservice:grpc:0", shop.UserService.Address),
                // A busy machine takes its time.
                ("Web:PageDeadline", "00:00:10"),
                .. settings,
            ]);
        return shop;
    }

    public async ValueTask DisposeAsync()
    {
        if (marketplace is not null)
            await marketplace.DisposeAsync();
        await OrderService.DisposeAsync();
        await CatalogueService.DisposeAsync();
        await RecommendationService.DisposeAsync();
        await RouteService.DisposeAsync();
        await CartService.DisposeAsync();
        await TransactionService.DisposeAsync();
        await InventoryService.DisposeAsync();
        await ReviewService.DisposeAsync();
        await UserService.DisposeAsync();
    }
}
