using System.Globalization;
using Google.Type;
using Grpc.Core;

namespace OrderApp.ServiceDefaults;

/// <summary>
/// The shop's one currency. Contracts have google.type.Money; inside, an amount is a <see cref="long"/> of the currency's smallest unit, for USD a cent.
/// </summary>
public sealed class ShopMoney
{
    /// <summary>The setting with the currency's code of ISO 4217.</summary>
    public const string Setting = "Shop:Currency";

    private const string DefaultCurrency = "USD";
    private const int NanoDigits = 9;

    // Far from where sums of sums would leave a long.
    private const long MaxUnits = 1_000_000_000_000;

    private static readonly string[] WithoutFraction =
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];

    private static readonly string[] WithThousandths = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    private static readonly Dictionary<string, string> Symbols = new()
    {
        ["USD"] = "$", ["EUR"] = "€", ["GBP"] = "£", ["RUB"] = "₽", ["JPY"] = "¥", ["INR"] = "₹", ["KZT"] = "₸", ["UAH"] = "₴",
    };

    private readonly long minorPerUnit;
    private readonly int nanosPerMinor;

    /// <summary>Takes a currency.</summary>
    /// <param name="currency">A code of ISO 4217; null or empty: USD.</param>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public ShopMoney(string? currency)
    {
        Currency = string.IsNullOrWhiteSpace(currency) ? DefaultCurrency : currency;
        if (Currency is not { Length: 3 } || !Currency.All(char.IsAsciiLetterUpper))
            throw new InvalidOperationException($"{Setting} is \"{currency}\"; it must be a code of ISO 4217, as USD.");
        Digits = WithoutFraction.Contains(Currency) ? 0 : WithThousandths.Contains(Currency) ? 3 : 2;
        minorPerUnit = PowerOfTen(Digits);
        nanosPerMinor = (int)PowerOfTen(NanoDigits - Digits);
    }

    /// <summary>The currency's code.</summary>
    public string Currency { get; }

    /// <summary>How many digits an amount has after the point.</summary>
    public int Digits { get; }

    /// <summary>An amount that callers sent, in smallest units, when it is acceptable; what is absent counts as zero where zero is.</summary>
    /// <param name="field">The field's name, for the refusal.</param>
    /// <param name="money">What a caller sent.</param>
    /// <param name="zero">Whether it may be zero.</param>
    /// <exception cref="RpcException">INVALID_ARGUMENT: says what is wrong with the field.</exception>
    public long Parse(string field, Money? money, bool zero = false)
    {
        if (money is null)
            return zero ? 0 : throw GrpcErrors.InvalidArgument(field, "is required");
        if (Problem(money) is { } problem)
            throw GrpcErrors.InvalidArgument(field, problem);
        var amount = (money.Units * minorPerUnit) + (money.Nanos / nanosPerMinor);
        return amount > 0 || zero ? amount : throw GrpcErrors.InvalidArgument(field, "must be more than zero");
    }

    /// <summary>The message of an amount in smallest units.</summary>
    public Money ToMessage(long amount) => new()
    {
        CurrencyCode = Currency,
        Units = amount / minorPerUnit,
        Nanos = (int)(amount % minorPerUnit) * nanosPerMinor,
    };

    /// <summary>The same, but null for zero: an absent field.</summary>
    public Money? ToMessageOrNull(long amount) => amount == 0 ? null : ToMessage(amount);

    /// <summary>An amount in smallest units for people: "$9.99", "9,99 $".</summary>
    public string Format(long amount, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        // A code, unlike a symbol, does not stand close to the number.
        format.CurrencySymbol = Symbols.GetValueOrDefault(Currency) ?? (format.CurrencyPositivePattern is 0 ? $"{Currency} " : Currency);
        format.CurrencyDecimalDigits = Digits;
        return ((decimal)amount / minorPerUnit).ToString("C", format);
    }

    private string? Problem(Money money) =>
        money.CurrencyCode != Currency ? $"must be in {Currency}"
        : money.Nanos is < -999_999_999 or > 999_999_999 ? "must have nanos between -999999999 and 999999999"
        : (money.Units < 0 && money.Nanos > 0) || (money.Units > 0 && money.Nanos < 0) ? "must have units and nanos of the same sign"
        : money.Units < 0 || money.Nanos < 0 ? "must not be negative"
        : money.Nanos % nanosPerMinor != 0 ? $"must have at most {Digits} digits after the point"
        : money.Units > MaxUnits ? $"must be at most {MaxUnits}"
        : null;

    private static long PowerOfTen(int exponent)
    {
        var power = 1L;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}
