using Bogus;

namespace OrderApp.Demo.Making;

/// <summary>Makes up what customers think: more like than do not, and not all of them have much to say.</summary>
internal static class Opinions
{
    private static readonly float[] Weights = [0.05f, 0.08f, 0.17f, 0.35f, 0.35f];

    private static readonly string[][] Verdicts =
    [
        ["I gave up after fifty pages.", "The cover is the best part.", "Not for me at all."],
        ["It begins well and goes nowhere.", "Two hundred pages too many.", "I expected more from this author."],
        ["Good for a long train ride.", "Some chapters shine, others drag.", "Neither bad nor memorable."],
        ["Well told, with characters one believes in.", "I read it in two evenings.", "A fine book with a rushed ending."],
        ["Could not put it down.", "The best I have read this year.", "I bought a second copy for my sister.", "Funny, wise and beautifully written."],
    ];

    private static readonly string[] Remarks =
    [
        "The print is pleasantly large.", "It arrived within two days.", "The translation is very good.", "My book club argued about it for hours.",
        "The maps on the endpapers are lovely.", "I shall look for more by the same author.", "One corner was bent, but that is no matter.",
    ];

    public static DemoReview Make(Faker faker, int book)
    {
        var rating = faker.Random.WeightedRandom([1, 2, 3, 4, 5], Weights);
        var text = faker.Random.Int(0, 9) switch
        {
            < 2 => "",
            < 6 => faker.PickRandom(Verdicts[rating - 1]),
            _ => $"{faker.PickRandom(Verdicts[rating - 1])}\n\n{string.Join(' ', faker.PickRandom(Remarks, 2))}",
        };
        return new(book, rating, text, null);
    }
}
