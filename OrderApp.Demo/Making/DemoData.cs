using Bogus;

namespace OrderApp.Demo.Making;

/// <summary>What the shop is filled with: made up, from a seed, so that it is the same each time.</summary>
internal sealed record DemoData(IReadOnlyList<DemoBook> Books, IReadOnlyList<DemoCustomer> Customers)
{
    private const int Seed = 20_261_125;

    public static DemoData Make()
    {
        // A generator of its own: Bogus' is one for the whole process.
        var faker = new Faker("en") { Random = new Randomizer(Seed) };
        var books = BookMaker.Make(faker);
        return new(books, CustomerMaker.Make(faker, books));
    }
}
