namespace OrderApp.Tests.EndToEnd.WholeApp;

/// <summary>One shop for the tests that leave it as they found it; they run one after another.</summary>
public sealed class SharedShop : IAsyncLifetime
{
    public const string Name = "the whole shop";

    private RunningShop? shop;

    internal RunningShop Shop => shop ?? throw new InvalidOperationException("The shop is not open yet.");

    public async ValueTask InitializeAsync() => shop = await RunningShop.OpenAsync();

    public ValueTask DisposeAsync() => shop?.DisposeAsync() ?? ValueTask.CompletedTask;
}

[CollectionDefinition(SharedShop.Name)]
public sealed class SharedShopDefinition : ICollectionFixture<SharedShop>;
