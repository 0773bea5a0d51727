using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.Stockroom;

/// <summary>The copies of one book: how many, what changed them, and a form to add some or take some out.</summary>
internal sealed class CopiesModel(Catalogue.CatalogueClient catalogue, Inventory.InventoryClient inventory, PagePatience patience, IStringLocalizer<Texts> texts) : PageModel
{
    private const int EntriesOnPage = 50;

    [BindProperty(SupportsGet = true)]
    public int Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? PageToken { get; set; }

    /// <summary>How many copies, as it was typed.</summary>
    [BindProperty]
    public string? Delta { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Makes a double click one change.</summary>
    [BindProperty]
    public string RequestId { get; set; } = Guid.NewGuid().ToString();

    /// <summary>The change that was just made, as a number of copies.</summary>
    [TempData]
    public int? Changed { get; set; }

    public FormErrors Errors { get; private set; } = FormErrors.None;

    public Reply<Book> Book { get; private set; } = null!;

    public Reply<GetStockResponse> Stock { get; private set; } = null!;

    public Reply<ListLedgerEntriesResponse> Entries { get; private set; } = null!;

    public string Name => Book.Value?.Title ?? texts["Book {0}", Id].Value;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(StatusCodes.Status200OK, cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!int.TryParse(Delta?.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var delta) || delta == 0)
        {
            Errors = new(null, new Dictionary<string, string> { ["delta"] = texts["This must be a number of copies, with a minus to take some out."].Value });
            return await ShowAsync(StatusCodes.Status400BadRequest, cancellationToken);
        }

        var request = new AdjustStockRequest { BookId = Id, Delta = delta, Reason = Reason ?? "", RequestId = RequestId ?? "" };
        var answer = await inventory.AdjustStockAsync(request, cancellationToken: cancellationToken).ReplyAsync();
        if (!answer.IsValue)
        {
            Errors = OperatorText.Of(answer.Problem, texts);
            return await ShowAsync(answer.Problem.HttpStatus, cancellationToken);
        }

        Changed = delta;
        return RedirectToPage("/Operator/Stockroom/Copies", new { Id });
    }

    private async Task<IActionResult> ShowAsync(int status, CancellationToken cancellationToken)
    {
        if (Id < 1)
            return NotFound();
        var stock = inventory.GetStockAsync(new() { BookIds = { Id } }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        var entries = inventory.ListLedgerEntriesAsync(
            new() { BookId = Id, PageSize = EntriesOnPage, PageToken = PageToken ?? "" }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        Book = await catalogue.GetBookAsync(new() { Id = Id, IncludeHidden = true }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        (Stock, Entries) = (await stock, await entries);
        // What left the catalogue may still lie in the stockroom.
        if (Book.Problem?.HttpStatus is StatusCodes.Status404NotFound && Entries.Value is { Entries.Count: 0 })
            return NotFound();
        Response.StatusCode = Stock.Problem?.HttpStatus ?? status;
        return Page();
    }
}
