using System.Globalization;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Visitors;

/// <summary>
/// How many copies lie in the visitor's cart, for the header of every page: kept in a cookie whenever the cart was read, so that no page has to ask for it.
/// On another device it is right as soon as the cart was opened there, or a script has asked.
/// </summary>
internal sealed class CartCount
{
    private const string CookieName = "cart";
    private const int Most = 9_900;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private CartCount(int copies) => Copies = copies;

    private int Copies { get; }

    /// <summary>What the header says; 0 for an empty cart, or one that was never filled.</summary>
    public static int Of(HttpContext context) =>
        context.Features.Get<CartCount>()?.Copies
        ?? (int.TryParse(context.Request.Cookies[CookieName], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, Most) : 0);

    /// <summary>How many copies a cart holds.</summary>
    public static int In(CartContent cart) => cart.Lines.Sum(line => line.Quantity);

    /// <summary>Remembers what a cart holds.</summary>
    public static void Keep(HttpContext context, CartContent cart) => Keep(context, In(cart));

    /// <summary>Remembers a number; 0 also when another visitor follows in this browser.</summary>
    public static void Keep(HttpContext context, int copies)
    {
        if (copies == Of(context))
            return;
        context.Features.Set(new CartCount(copies));
        var options = new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = copies == 0 ? null : Lifetime,
            IsEssential = true,
        };
        if (copies == 0)
            context.Response.Cookies.Delete(CookieName, options);
        else
            context.Response.Cookies.Append(CookieName, copies.ToString(CultureInfo.InvariantCulture), options);
    }
}
