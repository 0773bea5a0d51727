using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.Books;

/// <summary>Adds a book.</summary>
internal sealed class AddModel(Catalogue.CatalogueClient catalogue, Prices prices, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "")]
    public BookForm Form { get; set; } = new();

    /// <summary>Makes a double click one book.</summary>
    [BindProperty]
    public string RequestId { get; set; } = Guid.NewGuid().ToString();

    /// <summary>What was just done, in English, for the book's page.</summary>
    [TempData]
    public string? Done { get; set; }

    public FormErrors Errors { get; private set; } = FormErrors.None;

    public IActionResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var (book, errors) = Form.Read(prices, texts);
        if (errors.Count > 0)
            return Refused(new(null, errors), StatusCodes.Status400BadRequest);
        var answer = await catalogue.CreateBookAsync(new() { Book = book, RequestId = RequestId ?? "" }, cancellationToken: cancellationToken).ReplyAsync();
        if (!answer.IsValue)
            return Refused(OperatorText.Of(answer.Problem, texts), answer.Problem.HttpStatus);
        Done = EditModel.Added;
        return RedirectToPage("/Operator/Books/Edit", new { answer.Value.Id });
    }

    private PageResult Refused(FormErrors errors, int status)
    {
        Errors = errors;
        Response.StatusCode = status;
        return Page();
    }
}
