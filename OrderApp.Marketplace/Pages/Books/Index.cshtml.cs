using Google.Type;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Books;

internal sealed class CatalogueModel(BookPages books, Prices prices) : PageModel
{
    /// <summary>The orders of catalogue.proto, and how the page names them.</summary>
    public static IReadOnlyList<(string Value, string Label)> Orders { get; } =
        [("", "Popularity"), ("title", "Title"), ("year desc", "Newest first"), ("rating desc", "Best rated first")];

    [BindProperty(SupportsGet = true)]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true)]
    public BookCategory? Category { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? OrderBy { get; set; }

    /// <summary>What was typed as the lowest and the highest price.</summary>
    [BindProperty(SupportsGet = true)]
    public string? PriceFrom { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? PriceTo { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool InStock { get; set; }

    [BindProperty(SupportsGet = true)]
    public string PageToken { get; set; } = "";

    /// <summary>Which of the prices are none, by their fields' names.</summary>
    public IReadOnlyList<string> WrongPrices { get; private set; } = [];

    public Reply<BookPage> Books { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        PageToken ??= "";
        var (from, to) = (PriceOf(PriceFrom, nameof(PriceFrom)), PriceOf(PriceTo, nameof(PriceTo)));
        var request = new ListBooksRequest { Query = Query ?? "", PageToken = PageToken, OrderBy = OrderBy ?? "", MinPrice = from, MaxPrice = to };
        if (Category is { } category)
            request.Category = category;
        Books = await books.ReadAsync(request, InStock, cancellationToken);
        Response.StatusCode = Books.Problem?.HttpStatus ?? StatusCodes.Status200OK;
    }

    /// <summary>The address of another page of the same list.</summary>
    public string Link(string pageToken)
    {
        var query = new QueryBuilder();
        var fields = new[]
        {
            ("query", Query), ("category", Category?.ToString()), ("orderBy", OrderBy), ("priceFrom", PriceFrom), ("priceTo", PriceTo),
            ("inStock", InStock ? "true" : null), ("pageToken", pageToken),
        };
        foreach (var (name, value) in fields)
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }

        return "/catalogue" + query;
    }

    // One that cannot be read filters nothing, and is told.
    private Money? PriceOf(string? typed, string field)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return null;
        var price = prices.Read(typed);
        if (price is null)
            WrongPrices = [.. WrongPrices, field];
        return price;
    }
}
