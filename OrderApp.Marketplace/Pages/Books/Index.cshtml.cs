using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Books;

internal sealed class CatalogueModel(Catalogue.CatalogueClient catalogue, PagePatience patience) : PageModel
{
    private const int BooksOnPage = 24;

    /// <summary>The orders of catalogue.proto, and how the page names them.</summary>
    public static IReadOnlyList<(string Value, string Label)> Orders { get; } =
        [("", "Popularity"), ("title", "Title"), ("year desc", "Newest first"), ("rating desc", "Best rated first")];

    [BindProperty(SupportsGet = true)]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true)]
    public BookCategory? Category { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? OrderBy { get; set; }

    [BindProperty(SupportsGet = true)]
    public string PageToken { get; set; } = "";

    public Reply<ListBooksResponse> Books { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        PageToken ??= "";
        var request = new ListBooksRequest { Query = Query ?? "", PageSize = BooksOnPage, PageToken = PageToken, OrderBy = OrderBy ?? "" };
        if (Category is { } category)
            request.Category = category;
        Books = await catalogue.ListBooksAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        Response.StatusCode = Books.Problem?.HttpStatus ?? StatusCodes.Status200OK;
    }

    /// <summary>The address of another page of the same list.</summary>
    public string Link(string pageToken)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("query", Query), ("category", Category?.ToString()), ("orderBy", OrderBy), ("pageToken", pageToken) })
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }

        return "/catalogue" + query;
    }
}
