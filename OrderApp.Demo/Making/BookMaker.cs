using Bogus;
using OrderApp.Protos;

namespace OrderApp.Demo.Making;

/// <summary>Makes books up, some of every category.</summary>
internal static class BookMaker
{
    private const int Count = 60;
    private const int LastYear = 2025;

    // A writer writes in few categories, and several books.
    private const int Writers = 24;

    private static readonly string[] Adjectives =
    [
        "Silent", "Golden", "Northern", "Forgotten", "Burning", "Paper", "Distant", "Hidden", "Crooked", "Winter", "Borrowed", "Last", "Glass", "Patient", "Salted",
    ];

    private static readonly string[] Nouns =
    [
        "Harbour", "Library", "Garden", "Machine", "Letter", "Mountain", "Orchard", "Station", "Mirror", "River", "Lantern", "Bridge", "Archive", "Tide", "Compass",
    ];

    private static readonly string[] Shapes = ["The {0} {1}", "{0} {1}s", "A {1} in {2}", "The {1} of {2}", "What the {1} Knew", "Beyond the {0} {1}"];

    private static readonly BookCategory[] Categories = Enum.GetValues<BookCategory>();

    public static IReadOnlyList<DemoBook> Make(Faker faker)
    {
        var writers = Enumerable.Range(0, Writers).Select(_ => faker.Name.FullName()).ToList();
        var titles = new HashSet<string>();
        while (titles.Count < Count)
            titles.Add(string.Format(null, faker.PickRandom(Shapes), faker.PickRandom(Adjectives), faker.PickRandom(Nouns), faker.Address.City()));
        return [.. titles.Select((title, index) => new DemoBook(index + 1, Describe(faker, title, index, writers), faker.Random.Int(5, 39), CopiesOf(faker, index)))];
    }

    private static Book Describe(Faker faker, string title, int index, List<string> writers)
    {
        var writer = faker.PickRandom(writers);
        return new()
        {
            Title = title,
            Authors = faker.Random.Bool(0.15f) && faker.PickRandom(writers) is var other && other != writer ? $"{writer}, {other}" : writer,
            Year = faker.Random.Int(1950, LastYear),
            Language = "eng",
            AverageRating = Math.Round(faker.Random.Double(3.1, 4.8), 2),
            RatingsCount = faker.Random.Int(3, 4000),
            Category = Categories[index % Categories.Length],
        };
    }

    private static int CopiesOf(Faker faker, int index) => index switch
    {
        _ when index % 15 == 14 => 0,
        _ when index % 10 == 7 => faker.Random.Int(1, 3),
        _ => faker.Random.Int(20, 60),
    };
}
