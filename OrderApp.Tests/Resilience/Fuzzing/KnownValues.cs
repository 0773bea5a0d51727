namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>Values that are really there, by the field they belong in: with them a request gets past the first checks.</summary>
internal sealed class KnownValues
{
    private readonly Dictionary<string, List<string>> byField = [];
    private readonly List<string> all = ["Emma"];

    public void Add(string field, params IEnumerable<string> values)
    {
        if (!byField.TryGetValue(field, out var known))
            byField[field] = known = [];
        known.AddRange(values.Where(value => value.Length > 0));
        all.AddRange(known);
    }

    /// <summary>A value that this field takes.</summary>
    public string First(string field) => byField.TryGetValue(field, out var own) ? own[0] : "1";

    /// <summary>Mostly a value that this field takes, else one of another field or an odd one.</summary>
    public string TextFor(string field, FuzzRandom random)
    {
        if (byField.TryGetValue(field, out var own) && own.Count > 0 && random.Chance(0.5))
            return Changed(random.Pick(own), random);
        return random.Chance(0.15) ? random.Pick(all) : OddValues.Text(random);
    }

    private static string Changed(string text, FuzzRandom random)
    {
        if (random.Chance(0.8))
            return text;
        var at = random.Below(text.Length);
        return random.Below(3) switch
        {
            0 => text[..at],
            1 => text.Insert(at, random.Pick(OddValues.Texts)),
            _ => text.ToUpperInvariant(),
        };
    }
}
