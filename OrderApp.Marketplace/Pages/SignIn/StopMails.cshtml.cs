using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using AccountsClient = OrderApp.Protos.Accounts.AccountsClient;

namespace OrderApp.Marketplace.Pages.SignIn;

/// <summary>
/// Ends the mails of offers, without a sign-in. By a button, as the link alone is also opened by programs that look through mails; mail programs send the same
/// form by themselves (RFC 8058), from no page of ours: so it has no antiforgery token, and the signed token of the mail is what lets it through.
/// </summary>
[IgnoreAntiforgeryToken]
internal sealed class StopMailsModel(AccountsClient accounts, IStringLocalizer<Texts> texts) : FormPage(texts)
{
    /// <summary>The token of the mail's link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    public bool IsDone { get; private set; }

    public IActionResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var answer = await accounts.StopMailsAsync(new() { Token = Token ?? "" }, cancellationToken: cancellationToken).ReplyAsync();
        if (!answer.IsValue)
            return Refused(answer.Problem);
        // No redirect: mail programs do not follow one, and to send this again changes nothing.
        IsDone = true;
        return Page();
    }
}
