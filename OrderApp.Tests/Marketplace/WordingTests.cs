using System.Globalization;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace;
using OrderApp.Marketplace.Pages;

namespace OrderApp.Tests.Marketplace;

public sealed class WordingTests
{
    [Theory]
    [InlineData("ru", 0, "0 книг")]
    [InlineData("ru", 1, "1 книга")]
    [InlineData("ru", 2, "2 книги")]
    [InlineData("ru", 5, "5 книг")]
    [InlineData("ru", 11, "11 книг")]
    [InlineData("ru", 14, "14 книг")]
    [InlineData("ru", 21, "21 книга")]
    [InlineData("ru", 101, "101 книга")]
    [InlineData("ru", 112, "112 книг")]
    [InlineData("en", 0, "0 books")]
    [InlineData("en", 1, "1 book")]
    [InlineData("en", 21, "21 books")]
    public void A_number_and_its_word_agree(string language, long count, string text) => In(language, () =>
        Assert.Equal(text, new TwoLanguages().Count("{0} book|{0} books", count)));

    [Theory]
    [InlineData("ru", "12,50", 12, 500_000_000)]
    [InlineData("ru", "12.5", 12, 500_000_000)]
    [InlineData("en", "12,50", 12, 500_000_000)]
    [InlineData("en", " 1 200 ", 1200, 0)]
    [InlineData("en", "0", 0, 0)]
    public void An_amount_is_read_with_a_point_and_with_a_comma(string language, string typed, long units, int nanos) => In(language, () =>
    {
        var amount = new Prices(new("USD")).Read(typed);
        Assert.Equal((units, nanos), (amount!.Units, amount.Nanos));
    });

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("1.2.3")]
    [InlineData("12.505")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999")]
    public void What_is_no_amount_is_not_read(string? typed) => Assert.Null(new Prices(new("USD")).Read(typed));

    [Theory]
    [InlineData("en", "$1,234.50")]
    [InlineData("ru", "1\u00a0234,50\u00a0$")]
    public void An_amount_is_written_as_the_language_does(string language, string text) => In(language, () =>
        Assert.Equal(text, new Prices(new("USD")).Text(new() { CurrencyCode = "USD", Units = 1234, Nanos = 500_000_000 })));

    private static void In(string language, Action act)
    {
        var before = CultureInfo.CurrentCulture;
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (new(language), new(language));
        try
        {
            act();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, before);
        }
    }

    private sealed class TwoLanguages : IStringLocalizer<Texts>
    {
        public LocalizedString this[string name] => new(name, CultureInfo.CurrentUICulture.Name is "ru" ? "{0} книга|{0} книги|{0} книг" : name);

        public LocalizedString this[string name, params object[] arguments] => throw new NotSupportedException();

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];
    }
}
