using System.Globalization;
using Google.Type;
using Grpc.Core;
using OrderApp.ServiceDefaults;

namespace OrderApp.Tests.ServiceDefaults;

public sealed class ShopMoneyTests
{
    [Theory]
    [InlineData("USD", 12, 340_000_000, 1234)]
    [InlineData("USD", 0, 10_000_000, 1)]
    [InlineData("JPY", 12, 0, 12)]
    [InlineData("KWD", 1, 1_000_000, 1001)]
    public void An_amount_is_the_same_there_and_back(string currency, long units, int nanos, long amount)
    {
        var money = new ShopMoney(currency);
        var message = new Money { CurrencyCode = currency, Units = units, Nanos = nanos };

        Assert.Equal(amount, money.Parse("price", message));
        Assert.Equal(message, money.ToMessage(amount));
    }

    [Theory]
    [InlineData("EUR", 1, 0, "must be in USD")]
    [InlineData("", 1, 0, "must be in USD")]
    [InlineData("USD", 0, 0, "must be more than zero")]
    [InlineData("USD", -1, 0, "must not be negative")]
    [InlineData("USD", 0, -10_000_000, "must not be negative")]
    [InlineData("USD", 1, -10_000_000, "must have units and nanos of the same sign")]
    [InlineData("USD", -1, 10_000_000, "must have units and nanos of the same sign")]
    [InlineData("USD", 1, 5_000_000, "must have at most 2 digits after the point")]
    [InlineData("USD", 1, 1_000_000_000, "must have nanos between -999999999 and 999999999")]
    [InlineData("USD", long.MaxValue, 0, "must be at most 1000000000000")]
    public void What_is_no_amount_of_the_shop_is_refused_by_the_fields_name(string currency, long units, int nanos, string problem)
    {
        var error = Assert.Throws<RpcException>(
            () => new ShopMoney(null).Parse("price", new Money { CurrencyCode = currency, Units = units, Nanos = nanos }));

        Assert.Equal((StatusCode.InvalidArgument, $"price: {problem}"), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public void What_is_absent_is_zero_where_zero_may_be_and_else_refused()
    {
        var money = new ShopMoney("USD");

        Assert.Equal(0, money.Parse("discount", null, zero: true));
        Assert.Equal(0, money.Parse("discount", new Money { CurrencyCode = "USD" }, zero: true));
        Assert.Null(money.ToMessageOrNull(0));
        Assert.Equal("price: is required", Assert.Throws<RpcException>(() => money.Parse("price", null)).Status.Detail);
    }

    [Theory]
    [InlineData("USD", "en-US", "$1,234.56")]
    [InlineData("USD", "ru-RU", "1 234,56 $")]
    [InlineData("RUB", "ru-RU", "1 234,56 ₽")]
    [InlineData("JPY", "en-US", "¥123,456")]
    [InlineData("CHF", "en-US", "CHF 1,234.56")]
    [InlineData("CHF", "ru-RU", "1 234,56 CHF")]
    public void People_read_amounts_as_they_are_used_to(string currency, string culture, string text) =>
        Assert.Equal(text, new ShopMoney(currency).Format(123456, CultureInfo.GetCultureInfo(culture)).Replace('\u00A0', ' '));

    [Theory]
    [InlineData("usd")]
    [InlineData("DOLLAR")]
    [InlineData("U$D")]
    public void A_currency_is_a_code_of_iso_4217(string currency) => Assert.Throws<InvalidOperationException>(() => new ShopMoney(currency));
}
