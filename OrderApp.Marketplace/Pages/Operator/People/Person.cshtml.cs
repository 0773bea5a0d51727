using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.People;

/// <summary>One customer: the account, or what is known of a guest, the newest orders and payments, and the promotion as far as it was used in these.</summary>
internal sealed class PersonModel(
    Accounts.AccountsClient accounts, OrderService.OrderServiceClient orders, Transactions.TransactionsClient transactions, PagePatience patience) : PageModel
{
    private const int Newest = 25;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>NOT_FOUND: a guest, or an account that was deleted.</summary>
    public Reply<Account> Account { get; private set; } = null!;

    public Reply<ListOrdersResponse> Orders { get; private set; } = null!;

    public Reply<ListTransactionsResponse> Payments { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var made = orders.ListOrdersAsync(new() { CustomerId = $"{Id}", PageSize = Newest }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        var paid = transactions.ListTransactionsAsync(
            new() { CustomerId = $"{Id}", PageSize = Newest }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        Account = await accounts.GetAccountAsync(new() { AccountId = $"{Id}" }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        (Orders, Payments) = (await made, await paid);
        var missing = Account.Problem is { IsAway: true } away ? away : null;
        Response.StatusCode = missing?.HttpStatus ?? StatusCodes.Status200OK;
    }
}
