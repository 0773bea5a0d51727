using System.Globalization;
using System.Text.Json.Nodes;
using OrderApp.Marketplace.Pages.Offers;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Books;

/// <summary>
/// What search engines read of a book: schema.org Book and Offer as JSON-LD. It is data that no browser runs, so the content security policy
/// lets it be; everything that HTML could take for its own is escaped.
/// </summary>
internal static class BookData
{
    /// <param name="offer">The book.</param>
    /// <param name="address">The page's address, with its host.</param>
    /// <param name="ratings">How the shop's own customers rate it; null where that is not known.</param>
    public static string Of(Offer offer, string address, Ratings? ratings)
    {
        var book = offer.Book;
        var data = new JsonObject { ["@context"] = "https://schema.org", ["@type"] = "Book", ["name"] = book.Title, ["url"] = address };
        if (book.Authors.Length > 0)
            data["author"] = new JsonArray([.. book.Authors.Split(", ").Select(author => new JsonObject { ["@type"] = "Person", ["name"] = author })]);
        if (book.Isbn.Length > 0)
            data["isbn"] = book.Isbn;
        if (book.Language.Length > 0)
            data["inLanguage"] = book.Language;
        if (book.HasYear && book.Year > 0)
            data["datePublished"] = book.Year.ToString("0000", CultureInfo.InvariantCulture);
        if (ratings is { Count: > 0 })
            data["aggregateRating"] = new JsonObject { ["@type"] = "AggregateRating", ["ratingValue"] = Math.Round(ratings.Average, 2), ["ratingCount"] = ratings.Count };
        if (book.Price is { } price)
        {
            data["offers"] = new JsonObject
            {
                ["@type"] = "Offer",
                ["price"] = (price.Units + (price.Nanos / 1_000_000_000m)).ToString("0.00#", CultureInfo.InvariantCulture),
                ["priceCurrency"] = price.CurrencyCode,
                ["url"] = address,
            };
            if (offer.Available is { } available)
                data["offers"]!["availability"] = available > 0 ? "https://schema.org/InStock" : "https://schema.org/OutOfStock";
        }

        return data.ToJsonString();
    }
}
