using System.Globalization;
using System.Text;
using System.Xml;
using Microsoft.Extensions.Caching.Memory;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages;

/// <summary>What search engines ask for: which pages are of no use to them, and a list of those that are.</summary>
internal sealed class SearchEngines(Catalogue.CatalogueClient catalogue) : IDisposable
{
    // As many as a site map may hold (sitemaps.org).
    private const int MostAddresses = 50_000;
    private const int BooksAtOnce = 1000;
    private const string Key = "books";
    private static readonly string[] Private = ["/account", "/checkout-result", "/operator", "/orders", "/shopping-cart"];
    private static readonly string[] Pages = ["/", "/catalogue", "/routes"];
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly MemoryCache known = new(new MemoryCacheOptions());
    private readonly SemaphoreSlim reading = new(1, 1);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/robots.txt", (HttpContext context) => Results.Text(RobotsFor(Site(context.Request)), "text/plain; charset=utf-8")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/sitemap.xml", (HttpContext context, SearchEngines engines) => engines.WriteSiteMapAsync(context)).AllowAnonymous().ExcludeFromDescription();
    }

    public void Dispose()
    {
        known.Dispose();
        reading.Dispose();
    }

    private static string RobotsFor(string site) =>
        $"User-agent: *\n{string.Concat(Private.Select(path => $"Disallow: {path}\n"))}\nSitemap: {site}/sitemap.xml\n";

    private static string Site(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private async Task WriteSiteMapAsync(HttpContext context)
    {
        var books = await BooksAsync(context.RequestAborted);
        context.Response.ContentType = "application/xml; charset=utf-8";
        context.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={(int)Kept.TotalSeconds}");
        await using var writer = XmlWriter.Create(context.Response.Body, new() { Async = true, Encoding = new UTF8Encoding(false) });
        await writer.WriteStartElementAsync(null, "urlset", "http://www.sitemaps.org/schemas/sitemap/0.9");
        foreach (var path in Pages.Concat(books.Select(id => string.Create(CultureInfo.InvariantCulture, $"/catalogue/{id}"))).Take(MostAddresses))
        {
            await writer.WriteStartElementAsync(null, "url", null);
            await writer.WriteElementStringAsync(null, "loc", null, Site(context.Request) + path);
            await writer.WriteEndElementAsync();
        }

        await writer.WriteEndElementAsync();
    }

    // The best known books first, where there are more than a site map holds. One asks for all who want it.
    private async Task<IReadOnlyList<int>> BooksAsync(CancellationToken cancellationToken)
    {
        if (known.TryGetValue<IReadOnlyList<int>>(Key, out var books))
            return books!;
        await reading.WaitAsync(cancellationToken);
        try
        {
            return known.TryGetValue(Key, out books) ? books! : known.Set(Key, await ReadAsync(cancellationToken), Kept);
        }
        finally
        {
            reading.Release();
        }
    }

    private async Task<IReadOnlyList<int>> ReadAsync(CancellationToken cancellationToken)
    {
        var deadline = DateTime.UtcNow + Patience;
        var (ids, request) = (new List<int>(), new ListBooksRequest { PageSize = BooksAtOnce });
        do
        {
            var page = await catalogue.ListBooksAsync(request, deadline: deadline, cancellationToken: cancellationToken);
            ids.AddRange(page.Books.Select(book => book.Id));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && ids.Count < MostAddresses);
        return ids;
    }
}
