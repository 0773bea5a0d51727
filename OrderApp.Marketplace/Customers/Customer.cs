using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace OrderApp.Marketplace.Customers;

/// <summary>
/// Knows a browser again: a number of its own in a protected cookie, given out with the first order. Nothing else is kept
/// about a customer.
/// </summary>
internal sealed class Customer(IDataProtectionProvider protection)
{
    private const string CookieName = "customer";

    private readonly IDataProtector protector = protection.CreateProtector("OrderApp.Marketplace.Customer");

    /// <summary>The customer's number, or 0 for one who has not ordered yet.</summary>
    public int NumberOf(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { } cookie)
            return 0;
        try
        {
            return int.Parse(protector.Unprotect(cookie), CultureInfo.InvariantCulture);
        }
        catch (CryptographicException)
        {
            return 0;
        }
    }

    /// <summary>The customer's number; a new one is made for a browser that has none.</summary>
    public int Introduce(HttpContext context)
    {
        if (NumberOf(context) is > 0 and var known)
            return known;

        var number = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        context.Response.Cookies.Append(CookieName, protector.Protect(number.ToString(CultureInfo.InvariantCulture)), new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
        });
        return number;
    }
}
