using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using AccountsClient = OrderApp.Protos.Accounts.AccountsClient;

namespace OrderApp.Marketplace.Pages.SignIn;

[BindProperties(SupportsGet = true)]
internal sealed class RegisterModel(AccountsClient accounts, IStringLocalizer<Texts> texts) : FormPage(texts)
{
    public string? ReturnUrl { get; set; }

    public string? Name { get; set; }

    public string? Email { get; set; }

    public string Language { get; set; } = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>Whether mails of offers may come; nobody gets any by not looking.</summary>
    public bool AcceptsMails { get; set; }

    /// <summary>Makes a double click one registration, with one mail.</summary>
    public string RequestId { get; set; } = Guid.NewGuid().ToString();

    public IActionResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync([FromForm] string? password, CancellationToken cancellationToken)
    {
        var answer = await accounts.RegisterAsync(
            new() { Name = Name ?? "", Email = Email ?? "", Password = password ?? "", Language = Language ?? "", RequestId = RequestId ?? "", AcceptsMails = AcceptsMails },
            cancellationToken: cancellationToken).ReplyAsync();
        // Nobody is signed in by this: whether it worked would tell who has an account.
        return answer.IsValue ? RedirectToPage("/SignIn/SignIn", new { notice = "registered", ReturnUrl }) : Refused(answer.Problem);
    }
}
