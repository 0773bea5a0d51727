using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Recommending.Learning;

/// <summary>Settings of the section <c>Recommendations</c>.</summary>
internal sealed class CatalogueFollowerOptions
{
    /// <summary>How long after one reading of the catalogue the next begins. Default: 30 s.</summary>
    public TimeSpan CatalogueRefresh { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Keeps the known books those of the catalogue, by reading all of it now and then: it has no feed of changes.</summary>
internal sealed class CatalogueFollower(
    NpgsqlDataSource database, Catalogue.CatalogueClient catalogue, IOptions<CatalogueFollowerOptions> options, IDatabaseReadiness schema,
    TimeProvider time, ILogger<CatalogueFollower> logger)
    : Follower(database, schema, time, logger)
{
    private const int PageSize = 1000;

    protected override string Followed => "The catalogue";

    protected override long LockKey => 0x626F6F6B; // "book"

    protected override async Task FollowAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            await ReadAllAsync(new(connection), cancellationToken);
            await Task.Delay(options.Value.CatalogueRefresh, Time, cancellationToken);
        }
    }

    private async Task ReadAllAsync(BookStore books, CancellationToken cancellationToken)
    {
        // Titles hardly ever change, so no book moves to a page that was read before.
        var request = new ListBooksRequest { PageSize = PageSize, OrderBy = "title" };
        var (ids, written) = (new List<int>(), 0);
        do
        {
            var page = await catalogue.ListBooksAsync(request, cancellationToken: cancellationToken);
            var recommendable = page.Books.Where(book => book.HasCategory).ToList();
            written += await books.WriteAsync(recommendable, cancellationToken);
            ids.AddRange(recommendable.Select(book => book.Id));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        await books.RemoveOthersAsync(ids, cancellationToken);
        if (written > 0)
            await books.AnalyzeAsync(cancellationToken);
    }
}
