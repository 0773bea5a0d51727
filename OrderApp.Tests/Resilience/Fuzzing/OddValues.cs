namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>Values at the edges of what a field may hold, and beyond.</summary>
internal static class OddValues
{
    public static readonly IReadOnlyList<int> Integers =
    [
        0, 1, 2, 3, -1, 100, 101, 200, 255, 256, 1000, 1001, 65_535, 900_000_000, 900_000_001, -900_000_000, -900_000_001, 1_800_000_000,
        1_800_000_001, -1_800_000_001, int.MaxValue, int.MaxValue - 1, int.MinValue, int.MinValue + 1,
    ];

    public static readonly IReadOnlyList<double> Doubles =
        [0, -0.0, 1, 4.5, 5, 5.000001, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, 1e308, -1e-308];

    public static readonly IReadOnlyList<string> Texts =
    [
        "", " ", "\t", "\n", "\r\n", "\0", "a\0b", "\u001b[31m", "\u0085", "\u00a0", "\u200b", "\u202e", "\ufeff", "\ufffd", "\uffff", "\U0010FFFF",
        "e\u0301", "\u00e9", "\ud83d\udcd6", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "Ж", "İıſK", "ß", "ﬁ", "0", "-1", "1e5", "NaN", "null", "undefined",
        "true", "None", "[]", "{}", "'", "\"", "`", "\\", "%", "%%", "%00", "%ff", "_", "*", "?", "..", "../../../../etc/passwd", "/", "//", "C:\\",
        "'; DROP TABLE orders; --", "$1", "{0}", "{{7*7}}", "${jndi:ldap://x}", "<script>alert(1)</script>", "\" onmouseover=\"x", "&amp;", "]]>",
        "2026-11-20", "2026-02-30", "2026-11-20T11:36:31Z", "0001-01-01", "9999-12-31T23:59:59.9999999+14:00", "10000-01-01", "infinity", "-infinity", "now",
        "20-Nov-2026", "1970-01-01T00:00:00-23:59", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "name", "name,date",
        "year desc", "rating desc", "title", "title asc, id", "MYSTERY", "mystery", "999", "W/\"1\"", "\"1\"", "\"\"", "99999999999999999999",
        new('x', 200), new('x', 201), new('k', 255), new('k', 256), new('y', 5000), new('\u0416', 200), new('%', 300), new('"', 1000),
    ];

    /// <summary>Bytes that are not UTF-8.</summary>
    public static readonly IReadOnlyList<byte[]> NoTexts =
        [[0x80], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF, 0xFE], [0x61, 0xFF], [0xF0, 0x9F, 0x93]];

    public static string Text(FuzzRandom random) => random.Below(10) switch
    {
        0 => random.Pick(Texts) + random.Pick(Texts),
        1 => new string((char)random.Below(0xD800), 1 + random.Below(300)),
        _ => random.Pick(Texts),
    };
}
