using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Marketplace.Visitors;
using AccountsClient = OrderApp.Protos.Accounts.AccountsClient;

namespace OrderApp.Marketplace.Pages.SignIn;

[BindProperties(SupportsGet = true)]
internal sealed class SignInModel(AccountsClient accounts, Session session, IStringLocalizer<Texts> texts) : FormPage(texts)
{
    public string? ReturnUrl { get; set; }

    /// <summary>What happened before, of the notices that this page knows.</summary>
    public string? Notice { get; set; }

    public string? Email { get; set; }

    public bool Keep { get; set; }

    public string? NoticeText => Notice switch
    {
        "needed" => "Sign in to go on.",
        "registered" => "We have sent you a mail. Open the link in it to confirm your address, then sign in.",
        "confirmed" => "Your address is confirmed. You can sign in now.",
        "reset" => "Your new password is set. You can sign in with it now.",
        "deleted" => "Your account is deleted, and your data with it.",
        _ => null,
    };

    public string RegisterLink => "/account/register" + (ReturnUrl is null ? "" : new QueryBuilder { { "returnUrl", ReturnUrl } }.ToString());

    // Who has signed in already need not do it again.
    public IActionResult OnGet() => Visitor.Of(HttpContext).IsSignedIn ? Redirect(LocalAddress.OrHome(ReturnUrl)) : Page();

    public async Task<IActionResult> OnPostAsync([FromForm] string? password, CancellationToken cancellationToken)
    {
        var answer = await accounts.SignInAsync(new() { Email = Email ?? "", Password = password ?? "" }, cancellationToken: cancellationToken).ReplyAsync();
        if (!answer.IsValue)
            return Refused(answer.Problem);
        await session.BeginAsync(HttpContext, answer.Value, Keep);
        return Redirect(LocalAddress.OrHome(ReturnUrl));
    }
}
