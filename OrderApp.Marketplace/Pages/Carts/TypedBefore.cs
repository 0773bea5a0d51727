using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace OrderApp.Marketplace.Pages.Carts;

/// <summary>
/// What was typed at the checkout, for the way back when the purchase fails after all: in an encrypted cookie of the browser, for an hour or until it
/// is closed, and no longer than until the purchase is done.
/// </summary>
internal sealed class TypedBefore(IDataProtectionProvider protection)
{
    private const string CookieName = "checkout";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("OrderApp.Marketplace.Checkout").ToTimeLimitedDataProtector();

    public CheckoutForm? Find(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { } cookie)
            return null;
        try
        {
            return JsonSerializer.Deserialize<CheckoutForm>(protector.Unprotect(cookie));
        }
        catch (Exception error) when (error is CryptographicException or JsonException)
        {
            return null;
        }
    }

    public void Keep(HttpContext context, CheckoutForm form)
    {
        var content = protector.Protect(JsonSerializer.Serialize(form), Lifetime);
        context.Response.Cookies.Append(CookieName, content, Options(context));
    }

    public static void Forget(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(CookieName))
            context.Response.Cookies.Delete(CookieName, Options(context));
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        IsEssential = true,
    };
}
