using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>Makes JSON, mostly objects with the names that an address reads, and what only looks like JSON.</summary>
internal sealed class JsonMaker(KnownValues known, FuzzRandom random)
{
    public byte[] Make(IReadOnlyList<string> names) => random.Below(14) switch
    {
        0 => random.Bytes(100),
        1 => Encoding.UTF8.GetBytes(new string('[', random.Below(3000)) + new string(']', random.Below(10))),
        2 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", random.Below(300)))),
        3 => [.. "\ufeff"u8, .. Encoding.UTF8.GetBytes(Object(names))],
        4 => [.. Encoding.UTF8.GetBytes(Object(names)), .. random.Bytes(5)],
        5 => Encoding.UTF8.GetBytes(Object(names))[..^1],
        6 => RpcCase.Zip(Encoding.UTF8.GetBytes(Object(names))),
        7 => Encoding.Unicode.GetBytes(Object(names)),
        8 => WithBytes(Object(names)),
        9 => Encoding.UTF8.GetBytes(Value(0)),
        _ => Encoding.UTF8.GetBytes(Object(names)),
    };

    private byte[] WithBytes(string json)
    {
        // Into a text where there is one, names included.
        var bytes = Encoding.UTF8.GetBytes(json);
        var quotes = Enumerable.Range(0, bytes.Length).Where(at => bytes[at] == (byte)'"').ToList();
        var at = quotes.Count > 0 ? random.Pick(quotes) + 1 : 0;
        return [.. bytes[..at], .. random.Pick(OddValues.NoTexts), .. bytes[at..]];
    }

    private string Object(IReadOnlyList<string> names)
    {
        var fields = names.Where(_ => random.Chance(0.6)).ToList();
        if (random.Chance(0.15) || names.Count == 0)
            fields.Add(random.Pick(["points", "features", "uuid", "etag", "\\ud800", "", "a.b", "$ref", "__proto__", "name\\u0000", "NAME"]));
        if (random.Chance(0.05))
            fields.AddRange(fields.ToList());
        return $"{{{string.Join(',', fields.Select(name => $"\"{name}\":{Value(0, name)}"))}}}";
    }

    private string Value(int depth, string field = "") => random.Below(depth > 3 ? 6 : 11) switch
    {
        0 => "null",
        1 => random.Pick(["true", "false"]),
        2 => $"{random.Pick(OddValues.Integers)}",
        3 => random.Pick(["1e999", "-0", "1.5", "1E-400", "9223372036854775808", "0.1e1", "123456789012345678901234567890", "01", "+1", ".5", "NaN", "Infinity", "0x10"]),
        4 => random.Pick(["\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"\\x\"", "'a'", "\"", "\"\\uD83D\\uDCD6\""]),
        5 => random.Fraction().ToString(CultureInfo.InvariantCulture),
        6 => $"[{string.Join(',', Enumerable.Range(0, depth == 0 && random.Chance(0.05) ? 10_500 : random.Below(4)).Select(number => number > 3 ? "{}" : Point(depth)))}]",
        7 => $"{{\"{random.Pick(["latitude", "longitude", "paths", "seconds", "\\ud800", "@type"])}\":{Value(depth + 1)}}}",
        _ => JsonSerializer.Serialize(known.TextFor(field, random)),
    };

    private string Point(int depth) => random.Chance(0.7)
        ? $"{{\"latitude\":{random.Pick(OddValues.Integers)},\"longitude\":{random.Pick(OddValues.Integers)}}}"
        : Value(depth + 1);
}
