using OrderApp.Tests.Support;

namespace OrderApp.Tests.Reviewing;

/// <summary>One review service for all tests of a class, where starting one for each would only take time; books are each test's own.</summary>
public sealed class ReviewsFixture(PostgresServer postgres) : IAsyncLifetime
{
    private ReviewsHost? host;
    private int lastBook = 1000;

    internal ReviewsHost Host => host ?? throw new InvalidOperationException("The service is not started yet.");

    /// <summary>A book that no other test reviews.</summary>
    internal int NewBook() => Interlocked.Increment(ref lastBook);

    public async ValueTask InitializeAsync() => host = await ReviewsHost.StartAsync(postgres);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
