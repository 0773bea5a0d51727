using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using AccountsClient = OrderApp.Protos.Accounts.AccountsClient;

namespace OrderApp.Marketplace.Pages.SignIn;

internal sealed class ForgottenPasswordModel(AccountsClient accounts, IStringLocalizer<Texts> texts) : FormPage(texts)
{
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>True after the form was taken, whether or not there is such an account.</summary>
    [BindProperty(SupportsGet = true, Name = "sent")]
    public bool IsSent { get; set; }

    public IActionResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var answer = await accounts.RequestPasswordResetAsync(new() { Email = Email ?? "" }, cancellationToken: cancellationToken).ReplyAsync();
        return answer.IsValue ? RedirectToPage(new { sent = true }) : Refused(answer.Problem);
    }
}
