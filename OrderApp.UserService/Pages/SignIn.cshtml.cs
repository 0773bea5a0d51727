using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Users.Accounts;
using OrderApp.Users.Tokens;

namespace OrderApp.Users.Pages;

/// <summary>Where a browser shows a password on its way to an authorization code.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true)]
internal sealed class SignInModel(PasswordCheck passwords, RequestLimits limits) : PageModel
{
    [BindProperty(Name = "return_url", SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "password")]
    public string? Password { get; set; }

    /// <summary>Why the last try was refused.</summary>
    public string? Problem { get; private set; }

    public static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public static string Text(string english, string russian) => Language == "ru" ? russian : english;

    public IActionResult OnGet() => Url.IsLocalUrl(ReturnUrl) ? Page() : BadRequest();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Url.IsLocalUrl(ReturnUrl))
            return BadRequest();
        try
        {
            limits.Count(HttpContext, AccountRules.Email(Email ?? ""));
            if (await passwords.FindAsync(Email!, AccountRules.Password("password", Password ?? ""), HttpContext.RequestAborted) is { } account)
            {
                await HttpContext.SignInAsync(AuthorizeEndpoint.Cookie, AuthorizeEndpoint.CookiePrincipal(account));
                return LocalRedirect(ReturnUrl!);
            }
        }
        catch (RpcException refusal) when (refusal.StatusCode == Grpc.Core.StatusCode.ResourceExhausted)
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Problem = Text("Too many tries. Try again in some minutes.", "Слишком много попыток. Попробуйте через несколько минут.");
            return Page();
        }
        catch (RpcException refusal) when (refusal.StatusCode == Grpc.Core.StatusCode.InvalidArgument)
        {
            // What cannot be an address or a password is wrong like any other.
        }

        Problem = Text(
            "The email address or the password is wrong, or the address is not confirmed yet.", "Адрес или пароль неверен, или адрес ещё не подтверждён.");
        return Page();
    }
}
