using System.Globalization;
using Google.Type;
using OrderApp.ServiceDefaults;

namespace OrderApp.Marketplace.Pages;

/// <summary>Amounts for people, in the reader's language: "$12.50", "12,50 $", and back from what people type.</summary>
/// <param name="money">The shop's currency.</param>
internal sealed class Prices(ShopMoney money)
{
    /// <summary>An amount of the shop's currency; one in another, which no service of this shop answers, with its code. What is absent is zero.</summary>
    public string Text(Money? amount) =>
        amount is null ? Text(new Money { CurrencyCode = money.Currency })
        : money.Problem(amount, zero: true) is null
            // A currency's sign does not go to the next line.
            ? money.Format(money.Parse("amount", amount, zero: true), CultureInfo.CurrentCulture).Replace(' ', '\u00a0')
            : $"{amount.Units + (amount.Nanos / 1e9m)} {amount.CurrencyCode}";

    /// <summary>An amount as it is typed in the reader's language: "12.50", "12,50".</summary>
    public string Typed(Money amount) => (amount.Units + (amount.Nanos / 1e9m)).ToString($"F{money.Digits}", CultureInfo.CurrentCulture);

    /// <summary>What was typed as an amount, whether with a point or a comma, as both are typed in every language.</summary>
    /// <returns>null: it is none.</returns>
    public Money? Read(string? text)
    {
        var plain = (text ?? "").Trim().Replace("\u00a0", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Replace(',', '.');
        if (!decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value > 1_000_000_000)
            return null;
        var amount = new Money { CurrencyCode = money.Currency, Units = (long)value, Nanos = (int)((value - (long)value) * 1_000_000_000) };
        return money.Problem(amount, zero: true) is null ? amount : null;
    }
}
