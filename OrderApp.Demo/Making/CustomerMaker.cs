using Bogus;
using OrderApp.Protos;

namespace OrderApp.Demo.Making;

/// <summary>Makes customers up, with what they buy and what they think of it.</summary>
internal static class CustomerMaker
{
    private const int Count = 12;
    private const int MaxPurchases = 4;

    // More than all customers together can buy of one book.
    private const int Plenty = 20;

    private const string Advertising = "Much cheaper at another shop, just look for it!";
    private static readonly string[] Countries = ["GB", "DE", "FR", "NL", "SE", "US"];

    public static IReadOnlyList<DemoCustomer> Make(Faker faker, IReadOnlyList<DemoBook> books)
    {
        // The first fates come in turn, so that there is one of each whatever the seed; the others by chance.
        var fates = new Queue<Fate>(Enum.GetValues<Fate>());
        return [.. Enumerable.Range(1, Count).Select(number => MakeOne(faker, number, books, fates))];
    }

    private static DemoCustomer MakeOne(Faker faker, int number, IReadOnlyList<DemoBook> books, Queue<Fate> fates)
    {
        var (first, last) = (faker.Name.FirstName(), faker.Name.LastName());
        var email = $"{first}.{last}{number}@demo.example".Replace("'", "", StringComparison.Ordinal).ToLowerInvariant();
        var purchases = Enumerable.Range(0, faker.Random.Int(1, MaxPurchases)).Select(_ => BuyAny(faker, books, fates)).ToList();
        return new($"{first} {last}", email, number % 4 == 0 ? "ru" : "en", Live(faker, $"{first} {last}"), purchases, NoteOf(number, books), Think(faker, number, purchases, books));
    }

    private static DemoPurchase BuyAny(Faker faker, IReadOnlyList<DemoBook> books, Queue<Fate> fates)
    {
        var plentiful = books.Where(book => book.Copies >= Plenty).ToList();
        var lines = faker.PickRandom(plentiful, faker.Random.Int(1, 3)).Select(book => (book.Number, faker.Random.Bool(0.8f) ? 1 : 2)).ToList();
        var fate = fates.TryDequeue(out var next) ? next : faker.PickRandomWithout(Fate.Cancelled, Fate.Refunded, Fate.PartlyRefunded);
        return new(lines, fate);
    }

    private static DemoNote? NoteOf(int number, IReadOnlyList<DemoBook> books) =>
        number % 4 == 1 ? new(books[number].Book.Title, IsCancelled: number % 8 == 5) : null;

    private static Address Live(Faker faker, string name) => new()
    {
        Name = name, Line1 = faker.Address.StreetAddress(), City = faker.Address.City(), PostalCode = faker.Address.ZipCode(), Country = faker.PickRandom(Countries),
    };

    private static List<DemoReview> Think(Faker faker, int number, List<DemoPurchase> purchases, IReadOnlyList<DemoBook> books)
    {
        var bought = purchases.SelectMany(purchase => purchase.Lines).Select(line => line.Book);
        // Also of books that came from elsewhere; half of all reviews are of the first few, which have many then.
        var others = faker.PickRandom(books, 4).Concat(faker.PickRandom(books.Take(8), 4)).Select(book => book.Number);
        var reviews = bought.Concat(others).Distinct().Select(book => Opinions.Make(faker, book)).ToList();
        if (number is 3)
            reviews[^1] = reviews[^1] with { Rating = 1, Text = Advertising, HiddenReason = "It advertises another shop." };
        return reviews;
    }
}
