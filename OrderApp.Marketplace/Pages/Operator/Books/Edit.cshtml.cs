using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.Books;

/// <summary>Changes a book, hides it, and shows it again.</summary>
internal sealed class EditModel(Catalogue.CatalogueClient catalogue, Prices prices, PagePatience patience, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>What is told of a book that was just added.</summary>
    public const string Added = "The book is added.";

    private static readonly string[] Typed = ["title", "authors", "category", "isbn", "language", "year", "price"];

    [BindProperty(SupportsGet = true)]
    public int Id { get; set; }

    [BindProperty(Name = "")]
    public BookForm Form { get; set; } = new();

    /// <summary>Which version of the book the form shows.</summary>
    [BindProperty]
    public string? Etag { get; set; }

    /// <summary>What was just done, in English.</summary>
    [TempData]
    public string? Done { get; set; }

    public FormErrors Errors { get; private set; } = FormErrors.None;

    public Reply<Book> Found { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Found = await FindAsync(cancellationToken);
        if (Found.Value is not { } book)
            return Missing(Found.Problem!.HttpStatus);
        (Form, Etag) = (BookForm.Of(book, prices), book.Etag);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var (book, errors) = Form.Read(prices, texts);
        if (errors.Count > 0)
            return await RefusedAsync(new(null, errors), StatusCodes.Status400BadRequest, cancellationToken);
        book.Id = Id;
        book.Etag = Etag ?? "";
        return await ChangeAsync(book, Typed, "The book is changed.", cancellationToken);
    }

    public Task<IActionResult> OnPostHideAsync(bool hidden, CancellationToken cancellationToken) =>
        ChangeAsync(new() { Id = Id, Hidden = hidden }, ["hidden"], hidden ? "The book is hidden." : "The book is shown again.", cancellationToken);

    private async Task<IActionResult> ChangeAsync(Book book, string[] fields, string done, CancellationToken cancellationToken)
    {
        var answer = await catalogue.UpdateBookAsync(new() { Book = book, UpdateMask = new() { Paths = { fields } } }, cancellationToken: cancellationToken).ReplyAsync();
        if (!answer.IsValue)
            return await RefusedAsync(OperatorText.Of(answer.Problem, texts), answer.Problem.HttpStatus, cancellationToken);
        Done = done;
        return RedirectToPage("/Operator/Books/Edit", new { Id });
    }

    // What was typed stays, and so does the version that it was typed for.
    private async Task<IActionResult> RefusedAsync(FormErrors errors, int status, CancellationToken cancellationToken)
    {
        Errors = errors;
        Found = await FindAsync(cancellationToken);
        // The button that hides sends none of the fields.
        if (Etag is null && Found.Value is { } book)
            (Form, Etag) = (BookForm.Of(book, prices), book.Etag);
        return Missing(Found.Problem?.HttpStatus ?? status);
    }

    private IActionResult Missing(int status)
    {
        if (Found.Problem?.HttpStatus is StatusCodes.Status404NotFound or StatusCodes.Status400BadRequest)
            return NotFound();
        Response.StatusCode = status;
        return Page();
    }

    private Task<Reply<Book>> FindAsync(CancellationToken cancellationToken) =>
        catalogue.GetBookAsync(new() { Id = Id, IncludeHidden = true }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
}
