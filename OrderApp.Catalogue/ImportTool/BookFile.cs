using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using CsvHelper.TypeConversion;
using OrderApp.Protos;

namespace OrderApp.Books.ImportTool;

/// <summary>A CSV file of books, read row by row.</summary>
internal sealed class BookFile : IDisposable
{
    private const int LongestField = 1024 * 1024;

    private readonly FileStream file;
    private readonly CsvReader csv;
    private bool malformed;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public BookFile(string path)
    {
        file = File.OpenRead(path);
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        csv = new CsvReader(new StreamReader(file, utf8), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = _ => malformed = true,
            IgnoreBlankLines = false, // or the lines could not be counted
            MaxFieldSize = LongestField,
            PrepareHeaderForMatch = header => header.Header.ToUpperInvariant(),
            TrimOptions = TrimOptions.Trim,
        });
        csv.Context.RegisterClassMap<BookColumns>();
    }

    /// <summary>How much of the file was read, 0 to 1.</summary>
    public double Share => (double)file.Position / file.Length;

    /// <summary>Reads the books of the file, with a price of their own or the default one: of each row the line it begins on, and a book of this list or why it is none.</summary>
    /// <exception cref="InvalidDataException">The file is not a list of books.</exception>
    public IEnumerable<(int Line, ImportBooksRequest? Request, string? Problem)> Read(string source, decimal? defaultPrice, string currency)
    {
        if (!Next() || !csv.ReadHeader())
            throw new InvalidDataException("the file is empty");
        RequireColumn("book_id", "id");
        RequireColumn("title", "original_title");

        for (var line = csv.Parser.RawRow + 1; Next(); line = csv.Parser.RawRow + 1)
        {
            if (csv.Parser.Record is [""])
                continue;

            var problem = ReadRow(out var row);
            yield return problem is null ? (line, row!.ToRequest(source, defaultPrice, currency), null) : (line, null, problem);
        }
    }

    public void Dispose() => csv.Dispose();

    private string? ReadRow(out BookRow? row)
    {
        row = null;
        if (malformed)
            return "a quotation mark is not closed or not doubled";
        if (csv.Parser.Count != csv.HeaderRecord!.Length)
            return $"{csv.Parser.Count} fields where the header has {csv.HeaderRecord.Length}";

        try
        {
            row = csv.GetRecord<BookRow>();
            return null;
        }
        catch (TypeConverterException problem)
        {
            return $"{csv.HeaderRecord[csv.CurrentIndex]}: '{problem.Text}' is not {BookColumns.Expected(problem.MemberMapData.Type)}";
        }
    }

    private bool Next()
    {
        malformed = false;
        var before = csv.Parser.RawRow;
        try
        {
            return csv.Read();
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"the file is not UTF-8 (somewhere after line {before})");
        }
        catch (MaxFieldSizeException)
        {
            throw new InvalidDataException($"a field after line {before} does not end: is a quotation mark not closed?");
        }
    }

    private void RequireColumn(string name, string orName)
    {
        var header = csv.HeaderRecord!;
        if (!header.Contains(name, StringComparer.OrdinalIgnoreCase) && !header.Contains(orName, StringComparer.OrdinalIgnoreCase))
            throw new InvalidDataException($"there is no column {name} (or {orName}); the header has {string.Join(", ", header)}");
    }
}
