using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Marketplace.Visitors;
using AccountsClient = OrderApp.Protos.Accounts.AccountsClient;

namespace OrderApp.Marketplace.Pages.MyAccount;

internal sealed class PasswordModel(AccountsClient accounts, Session session, IStringLocalizer<Texts> texts) : FormPage(texts)
{
    /// <summary>What was just done, for the account's page to tell.</summary>
    [TempData]
    public string? Done { get; set; }

    public IActionResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = "current_password")] string? current, [FromForm(Name = "new_password")] string? password, CancellationToken cancellationToken)
    {
        var answer = await accounts.ChangePasswordAsync(
            new() { CurrentPassword = current ?? "", NewPassword = password ?? "" }, cancellationToken: cancellationToken).ReplyAsync();
        if (!answer.IsValue)
            return Refused(answer.Problem);
        await session.GoOnAsync(HttpContext, answer.Value);
        Done = "Your new password is set.";
        return RedirectToPage("/MyAccount/Index");
    }
}
