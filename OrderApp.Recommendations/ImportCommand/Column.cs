using System.Globalization;

namespace OrderApp.Books.ImportCommand;

/// <summary>One column of the file; where the file has none, every field of it is empty.</summary>
internal readonly record struct Column(int Index, string Name)
{
    public bool IsThere => Index >= 0;

    /// <summary>The first of the names that the header has.</summary>
    public static Column Find(string[] header, params string[] names) =>
        names.Select(name => new Column(Array.FindIndex(header, field => Same(field, name)), name))
            .FirstOrDefault(column => column.IsThere, new Column(-1, names[0]));

    public string Text(string[] fields) => IsThere ? fields[Index].Trim() : "";

    /// <exception cref="FormatException">The field is not a number.</exception>
    public double? Number(string[] fields) => Text(fields) switch
    {
        "" => null,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new FormatException($"{Name}: '{text}' is not a number"),
    };

    // Lists that come out of spreadsheets and data frames write whole numbers as 2008.0.
    /// <exception cref="FormatException">The field is not a whole number.</exception>
    public int? Whole(string[] fields) => Number(fields) switch
    {
        null => null,
        { } number when number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue => (int)number,
        _ => throw new FormatException($"{Name}: '{Text(fields)}' is not a whole number"),
    };

    private static bool Same(string field, string name) => name.Equals(field.Trim(), StringComparison.OrdinalIgnoreCase);
}
