using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.Books;

/// <summary>The books of the shop, hidden ones too.</summary>
internal sealed class BooksModel(Catalogue.CatalogueClient catalogue, Prices prices, PagePatience patience) : PageModel
{
    private const int BooksOnPage = 50;

    [BindProperty(SupportsGet = true)]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? PageToken { get; set; }

    public Reply<ListBooksResponse> Found { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var request = new ListBooksRequest { Query = Query ?? "", PageSize = BooksOnPage, PageToken = PageToken ?? "", OrderBy = "title", IncludeHidden = true };
        Found = await catalogue.ListBooksAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        Response.StatusCode = Found.Problem?.HttpStatus ?? StatusCodes.Status200OK;
    }

    public string? Price(Book book) => book.Price is null ? null : prices.Text(book.Price);

    /// <summary>The address of the next page.</summary>
    public string Next(string pageToken)
    {
        var query = new QueryBuilder { { "pageToken", pageToken } };
        if (!string.IsNullOrEmpty(Query))
            query.Add("query", Query);
        return "/operator/books" + query;
    }
}
