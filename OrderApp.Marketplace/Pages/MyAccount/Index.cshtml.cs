using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Marketplace.Visitors;
using OrderApp.Protos;
using AccountsClient = OrderApp.Protos.Accounts.AccountsClient;

namespace OrderApp.Marketplace.Pages.MyAccount;

internal sealed class AccountModel(AccountsClient accounts, Session session, PersonalData data, PagePatience patience, IStringLocalizer<Texts> texts) : FormPage(texts)
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Language { get; set; }

    /// <summary>Whether mails of offers may come. A box that is not ticked is not sent: absent is no.</summary>
    [BindProperty]
    public bool AcceptsMails { get; set; }

    /// <summary>What was just done, in English.</summary>
    [TempData]
    public string? Done { get; set; }

    public Reply<Account>? Found { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Found = await FindAsync(cancellationToken);
        if (Found.Problem is { Code: Grpc.Core.StatusCode.NotFound })
        {
            // Deleted meanwhile, from elsewhere.
            await session.EndAsync(HttpContext);
            return RedirectToPage("/SignIn/SignIn");
        }

        (Name, Language, AcceptsMails) = (Found.Value?.Name, Found.Value?.Language, Found.Value?.AcceptsMails is true);
        Response.StatusCode = Found.Problem?.HttpStatus ?? StatusCodes.Status200OK;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var answer = await accounts.UpdateAccountAsync(
            new() { Name = Name ?? "", Language = Language ?? "", AcceptsMails = AcceptsMails }, cancellationToken: cancellationToken).ReplyAsync();
        if (!answer.IsValue)
            return Refused(answer.Problem);
        await Session.RenameAsync(HttpContext, answer.Value.Name);
        Done = "Your changes are saved.";
        return RedirectToPage();
    }

    /// <summary>Everything that the shop knows of its visitor, as a file.</summary>
    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancellationToken) =>
        File(await data.WriteAsync(Visitor.Of(HttpContext).AccountId!, cancellationToken), "application/json", "account.json");

    private async Task<Reply<Account>> FindAsync(CancellationToken cancellationToken) =>
        await accounts.GetAccountAsync(new(), deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
}
