namespace OrderApp.Benchmarks.Shop;

/// <summary>The shop that is loaded.</summary>
internal interface IShop : IAsyncDisposable
{
    /// <summary>Our own database server; null when the shop is somebody else's.</summary>
    OwnDatabase? Database { get; }

    Task<Target> OrdersAsync(CancellationToken cancellationToken);

    Task<Target> RoutesAsync(CancellationToken cancellationToken);

    /// <summary>The gRPC front door before the order service of <see cref="OrdersAsync"/>.</summary>
    Task<Target> FrontDoorAsync(CancellationToken cancellationToken);

    /// <summary>Pages and JSON, with everything that a shop has behind them, books included.</summary>
    Task<Target> MarketplaceAsync(CancellationToken cancellationToken);

    /// <summary>Lets all services of our own stand still until they are asked for again.</summary>
    Task RestAsync();
}
