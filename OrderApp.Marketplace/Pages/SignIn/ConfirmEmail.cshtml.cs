using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using AccountsClient = OrderApp.Protos.Accounts.AccountsClient;

namespace OrderApp.Marketplace.Pages.SignIn;

/// <summary>Confirms by a button: the link alone is also opened by programs that look through mails, for an address that its owner never gave.</summary>
internal sealed class ConfirmEmailModel(AccountsClient accounts, IStringLocalizer<Texts> texts) : FormPage(texts)
{
    /// <summary>The token of the mail's link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    public IActionResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var answer = await accounts.ConfirmEmailAsync(new() { Token = Token ?? "" }, cancellationToken: cancellationToken).ReplyAsync();
        return answer.IsValue ? RedirectToPage("/SignIn/SignIn", new { notice = "confirmed" }) : Refused(answer.Problem);
    }
}
