namespace OrderApp.Benchmarks.Shop;

/// <summary>A shop that runs already. What it stores is not counted: its database is its own.</summary>
internal sealed class DeployedShop(Uri? grpc, Uri? web) : IShop
{
    private readonly Task<Target> target = Task.FromResult(new Target(grpc, web));

    public OwnDatabase? Database => null;

    public Task<Target> OrdersAsync(CancellationToken cancellationToken) => target;

    public Task<Target> RoutesAsync(CancellationToken cancellationToken) => target;

    public Task<Target> FrontDoorAsync(CancellationToken cancellationToken) => target;

    public Task<Target> MarketplaceAsync(CancellationToken cancellationToken) => target;

    public Task RestAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
