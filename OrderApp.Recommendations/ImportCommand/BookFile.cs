using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace OrderApp.Books.ImportCommand;

/// <summary>A CSV file of books, read row by row.</summary>
internal sealed class BookFile : IDisposable
{
    private const int LongestField = 1024 * 1024;

    private readonly FileStream file;
    private readonly CsvParser parser;
    private bool malformed;

    /// <exception cref="ImportFailure">The file cannot be opened.</exception>
    public BookFile(string path)
    {
        file = Open(path);
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        parser = new CsvParser(new StreamReader(file, utf8), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = _ => malformed = true,
            IgnoreBlankLines = false, // or the lines could not be counted
            MaxFieldSize = LongestField,
        });
    }

    /// <summary>How much of the file was read, 0 to 1.</summary>
    public double Share => (double)file.Position / file.Length;

    /// <summary>Reads the books of the file, each under the name of its list.</summary>
    /// <exception cref="ImportFailure">The file is not a list of books.</exception>
    public IEnumerable<BookLine> Read(string source)
    {
        if (!Next())
            throw new ImportFailure("the file is empty");
        var columns = new BookColumns(parser.Record!);

        for (var line = parser.RawRow + 1; Next(); line = parser.RawRow + 1)
        {
            if (parser.Record is not [""])
                yield return ReadLine(columns, line, source);
        }
    }

    public void Dispose() => parser.Dispose();

    private BookLine ReadLine(BookColumns columns, int line, string source)
    {
        var fields = parser.Record!;
        if (malformed)
            return new(line, null, "a quotation mark is not closed or not doubled");
        if (fields.Length != columns.Count)
            return new(line, null, $"{fields.Length} fields where the header has {columns.Count}");

        try
        {
            return new(line, columns.Read(fields, source), null);
        }
        catch (FormatException problem)
        {
            return new(line, null, problem.Message);
        }
    }

    private bool Next()
    {
        malformed = false;
        var before = parser.RawRow;
        try
        {
            return parser.Read();
        }
        catch (DecoderFallbackException)
        {
            throw new ImportFailure($"the file is not UTF-8 (somewhere after line {before})");
        }
        catch (MaxFieldSizeException)
        {
            throw new ImportFailure($"a field after line {before} does not end: is a quotation mark not closed?");
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImportFailure($"there is no file {path}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ImportFailure($"cannot read {path}: {problem.Message}");
        }
    }
}
