using System.Globalization;
using OrderApp.Buying.Common;
using OrderApp.Buying.Pricing;

namespace OrderApp.Buying.Filling;

/// <summary>A cart as it is stored; one that never was has version 0.</summary>
/// <param name="Key">Whose it is.</param>
/// <param name="Items">What it holds.</param>
/// <param name="Version">Changes with every change.</param>
/// <param name="CanUsePromotion">Whether its owner has not used the promotion.</param>
internal sealed record StoredCart(CartKey Key, IReadOnlyList<CartItem> Items, long Version, bool CanUsePromotion)
{
    public string Etag => Version.ToString(CultureInfo.InvariantCulture);
}
