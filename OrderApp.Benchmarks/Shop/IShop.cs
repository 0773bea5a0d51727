namespace OrderApp.Benchmarks.Shop;

/// <summary>The shop that is loaded.</summary>
internal interface IShop : IAsyncDisposable
{
    /// <summary>Our own database server; null when the shop is somebody else's.</summary>
    OwnDatabase? Database { get; }

    Task<Target> OrdersAsync(CancellationToken cancellationToken);

    Task<Target> RoutesAsync(CancellationToken cancellationToken);

    /// <summary>The marketplace: pages and JSON, and the front door for gRPC.</summary>
    Task<Target> MarketplaceAsync(CancellationToken cancellationToken);
}
