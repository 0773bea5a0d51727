using System.Text;

namespace OrderApp.Marketplace.Customers;

/// <summary>Names an order after a book: what order.proto accepts is shorter than a title may be.</summary>
internal static class OrderName
{
    private const int MaxLength = 200;

    public static string For(string title)
    {
        var runes = title.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? new Rune(' ') : rune).ToList();
        if (runes.Count > MaxLength)
            runes = [.. runes.Take(MaxLength - 1), new Rune('…')];
        return string.Concat(runes).Trim();
    }
}
