using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using AccountsClient = OrderApp.Protos.Accounts.AccountsClient;

namespace OrderApp.Marketplace.Pages.SignIn;

internal sealed class ResetPasswordModel(AccountsClient accounts, IStringLocalizer<Texts> texts) : FormPage(texts)
{
    /// <summary>The token of the mail's link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    public IActionResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "new_password")] string? password, CancellationToken cancellationToken)
    {
        var answer = await accounts.ResetPasswordAsync(new() { Token = Token ?? "", NewPassword = password ?? "" }, cancellationToken: cancellationToken).ReplyAsync();
        return answer.IsValue ? RedirectToPage("/SignIn/SignIn", new { notice = "reset" }) : Refused(answer.Problem);
    }
}
