namespace OrderApp.Tests.EndToEnd.Browser;

/// <summary>The browser tests share one shop; each makes orders of its own.</summary>
[CollectionDefinition(nameof(BrowserSuite))]
public sealed class BrowserSuite : ICollectionFixture<LiveShop>;
