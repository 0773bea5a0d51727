using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace OrderApp.Marketplace.Pages.Operator.Importing;

/// <summary>A line of a file: its fields, or what is wrong with it.</summary>
internal readonly record struct TableRow(int Line, string[] Fields, bool IsMalformed);

/// <summary>A CSV file, read row by row: parted by commas, semicolons or tabs, in UTF-8 or, where it is not that, as Windows writes Cyrillic.</summary>
internal sealed class BookTable : IDisposable
{
    private const int LongestField = 64 * 1024;
    private const int Windows1251 = 1251;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly FileStream file;
    private readonly CsvParser csv;
    private bool isMalformed;

    /// <exception cref="InvalidDataException">The file is empty.</exception>
    public BookTable(string path, bool isUtf8)
    {
        file = File.OpenRead(path);
        var encoding = isUtf8 ? Utf8 : CodePagesEncodingProvider.Instance.GetEncoding(Windows1251)!;
        csv = new CsvParser(new StreamReader(file, encoding), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = _ => isMalformed = true,
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t"],
            IgnoreBlankLines = false, // or the lines could not be counted
            MaxFieldSize = LongestField,
            TrimOptions = TrimOptions.Trim,
        });
        if (!csv.Read() || csv.Record is not { Length: > 0 } header || header is [""])
            throw new InvalidDataException("the file is empty");
        Header = header;
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>How much of the file was read, in bytes.</summary>
    public long Position => file.Position;

    /// <summary>Whether a file is UTF-8.</summary>
    public static async Task<bool> IsUtf8Async(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new StreamReader(path, Utf8);
            var buffer = new char[16 * 1024];
            while (await reader.ReadAsync(buffer, cancellationToken) > 0)
            {
            }

            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>The rows after the header, without blank lines.</summary>
    /// <exception cref="InvalidDataException">A field does not end.</exception>
    public IEnumerable<TableRow> Rows()
    {
        for (var line = csv.RawRow + 1; Next(); line = csv.RawRow + 1)
        {
            if (csv.Record is not [""] and { } fields)
                yield return new(line, fields, isMalformed);
        }
    }

    public void Dispose() => csv.Dispose();

    private bool Next()
    {
        isMalformed = false;
        try
        {
            return csv.Read();
        }
        catch (MaxFieldSizeException)
        {
            throw new InvalidDataException("a field does not end");
        }
    }
}
