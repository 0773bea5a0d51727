using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.Stockroom;

/// <summary>How many copies of which book there are: of what was searched for, of what is running low, of what is sold out.</summary>
internal sealed class StockModel(Catalogue.CatalogueClient catalogue, Inventory.InventoryClient inventory, PagePatience patience) : PageModel
{
    /// <summary>The list of books of which few copies are left.</summary>
    public const string Low = "low";

    /// <summary>The list of books of which none is left.</summary>
    public const string SoldOut = "sold-out";

    private const int LowFrom = 5;
    private const int BooksOnPage = 50;

    [BindProperty(SupportsGet = true)]
    public string? Query { get; set; }

    /// <summary>Which list: "low", "sold-out", or else all books.</summary>
    [BindProperty(SupportsGet = true)]
    public string? List { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? PageToken { get; set; }

    public IReadOnlyList<StockLine> Lines { get; private set; } = [];

    public string NextPageToken { get; private set; } = "";

    public ServiceProblem? Problem { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (List is Low or SoldOut)
            await ReadLowAsync(cancellationToken);
        else
            await ReadBooksAsync(cancellationToken);
        Response.StatusCode = Problem?.HttpStatus ?? StatusCodes.Status200OK;
    }

    /// <summary>The address of another list, or of another page of this one.</summary>
    public string Link(string? list, string? pageToken = null)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("query", list == List ? Query : null), ("list", list), ("pageToken", pageToken) })
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }

        return "/operator/stock" + query;
    }

    private async Task ReadBooksAsync(CancellationToken cancellationToken)
    {
        var request = new ListBooksRequest { Query = Query ?? "", PageSize = BooksOnPage, PageToken = PageToken ?? "", OrderBy = "title", IncludeHidden = true };
        var books = await catalogue.ListBooksAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        if (!books.IsValue)
        {
            Problem = books.Problem;
            return;
        }

        NextPageToken = books.Value.NextPageToken;
        var stock = await inventory.GetStockAsync(
            new() { BookIds = { books.Value.Books.Select(book => book.Id) } }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        Problem = stock.Problem;
        var known = stock.Value?.Stock.ToDictionary(line => line.BookId) ?? [];
        Lines = [.. books.Value.Books.Select(book => new StockLine(book.Id, book, known.GetValueOrDefault(book.Id)))];
    }

    private async Task ReadLowAsync(CancellationToken cancellationToken)
    {
        var request = new ListLowStockRequest { AtMost = List is Low ? LowFrom : 0, PageSize = BooksOnPage, PageToken = PageToken ?? "" };
        var stock = await inventory.ListLowStockAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        if (!stock.IsValue)
        {
            Problem = stock.Problem;
            return;
        }

        NextPageToken = stock.Value.NextPageToken;
        var books = await catalogue.BatchGetBooksAsync(
            new() { Ids = { stock.Value.Stock.Select(line => line.BookId) }, IncludeHidden = true }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        Problem = books.Problem;
        var known = books.Value?.Books.ToDictionary(book => book.Id) ?? [];
        Lines = [.. stock.Value.Stock.Select(line => new StockLine(line.BookId, known.GetValueOrDefault(line.BookId), line))];
    }
}

/// <summary>A book and its copies; either is null where its service is away.</summary>
internal sealed record StockLine(int BookId, Book? Book, Stock? Stock);
