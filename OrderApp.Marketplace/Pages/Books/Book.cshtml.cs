using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Pages.Offers;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Books;

internal sealed class BookModel(Catalogue.CatalogueClient catalogue, Shelf shelf, PagePatience patience) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Id { get; set; }

    public Reply<Book> Book { get; private set; } = null!;

    /// <summary>The book with its stock; null while the catalogue is away.</summary>
    public Offer? Offer { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Book = await catalogue.GetBookAsync(new() { Id = Id }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        if (Book.Problem is { HttpStatus: StatusCodes.Status404NotFound or StatusCodes.Status400BadRequest })
            return NotFound();
        if (Book.Value is { } book)
            Offer = (await shelf.OffersOfAsync([book], cancellationToken))[0];
        Response.StatusCode = Book.Problem?.HttpStatus ?? StatusCodes.Status200OK;
        return Page();
    }
}
