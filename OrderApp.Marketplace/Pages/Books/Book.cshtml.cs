using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Customers;
using OrderApp.Marketplace.Problems;
using OrderApp.Marketplace.Visitors;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Books;

internal sealed class BookModel(
    Catalogue.CatalogueClient catalogue, OrderService.OrderServiceClient orders, Customer customer, Guests guests,
    PagePatience patience) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Id { get; set; }

    public Reply<Book> Book { get; private set; } = null!;

    public ServiceProblem? OrderProblem { get; private set; }

    public string RequestId { get; private set; } = Guid.NewGuid().ToString();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Book = await FindAsync(cancellationToken);
        return Shown(Book.Problem);
    }

    public async Task<IActionResult> OnPostOrderAsync(string? requestId, string? title, CancellationToken cancellationToken)
    {
        RequestId = requestId ?? RequestId;
        Book = await FindAsync(cancellationToken);
        if (Book.Problem is { IsAway: false })
            return Shown(Book.Problem);

        guests.Introduce(HttpContext);
        var request = new CreateOrderRequest
        {
            // Without the catalogue the shop still sells: the page that the customer sees told the title.
            Name = OrderName.For(Book.Value?.Title ?? title ?? ""),
            BookId = Id,
            UserId = customer.Introduce(HttpContext),
            RequestId = RequestId,
        };
        var answer = await orders.CreateOrderAsync(request, cancellationToken: cancellationToken).ReplyAsync();
        if (answer.IsValue)
            return RedirectToPage("/Orders/Order", new { answer.Value.Order.Uuid, placed = true });

        OrderProblem = answer.Problem;
        return Shown(answer.Problem);
    }

    private async Task<Reply<Book>> FindAsync(CancellationToken cancellationToken) =>
        await catalogue.GetBookAsync(new() { Id = Id }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();

    private IActionResult Shown(ServiceProblem? problem)
    {
        if (problem is { HttpStatus: StatusCodes.Status404NotFound or StatusCodes.Status400BadRequest })
            return NotFound();
        Response.StatusCode = problem?.HttpStatus ?? StatusCodes.Status200OK;
        return Page();
    }
}
