namespace OrderApp.Tests.EndToEnd.Interop;

/// <summary>The interop tests share one shop and one set of generated clients; each makes its own orders and books.</summary>
[CollectionDefinition(nameof(InteropSuite))]
public sealed class InteropSuite : ICollectionFixture<PythonClients>, ICollectionFixture<WholeShop>;
