using System.Globalization;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Carts;

/// <summary>What a customer types to buy, but for how he pays: that is asked for each time anew.</summary>
internal sealed record CheckoutForm
{
    public string Email { get; init; } = "";

    public string Name { get; init; } = "";

    public string Line1 { get; init; } = "";

    public string Line2 { get; init; } = "";

    public string City { get; init; } = "";

    public string Region { get; init; } = "";

    public string PostalCode { get; init; } = "";

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string Country { get; init; } = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ru" ? "RU" : "US";

    /// <summary>The receipt's language: "en" or "ru".</summary>
    public string Language { get; init; } = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public static CheckoutForm Of(IFormCollection form)
    {
        return new()
        {
            Email = Field("email"), Name = Field("name"), Line1 = Field("line1"), Line2 = Field("line2"), City = Field("city"), Region = Field("region"),
            PostalCode = Field("postal_code"), Country = Field("country"), Language = Field("language"),
        };

        string Field(string name) => form[name].ToString().Trim();
    }

    public Address ToAddress() => new()
    {
        Name = Name, Line1 = Line1, Line2 = Line2, City = City, Region = Region, PostalCode = PostalCode, Country = Country,
    };
}
