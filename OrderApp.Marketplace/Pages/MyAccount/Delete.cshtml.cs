using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Marketplace.Visitors;
using AccountsClient = OrderApp.Protos.Accounts.AccountsClient;

namespace OrderApp.Marketplace.Pages.MyAccount;

internal sealed class DeleteModel(AccountsClient accounts, Session session, IStringLocalizer<Texts> texts) : FormPage(texts)
{
    public IActionResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync([FromForm] string? password, CancellationToken cancellationToken)
    {
        var answer = await accounts.DeleteAccountAsync(new() { Password = password ?? "" }, cancellationToken: cancellationToken).ReplyAsync();
        if (!answer.IsValue)
            return Refused(answer.Problem);
        await session.EndAsync(HttpContext);
        return RedirectToPage("/SignIn/SignIn", new { notice = "deleted" });
    }
}
