namespace OrderApp.Books.ImportCommand;

/// <summary>What the command line of <c>import</c> asks for.</summary>
internal sealed record ImportArguments(string File, Uri Address, string Source)
{
    public const string Usage = """
        Usage: import FILE [--address URL] [--source NAME]

        Takes the books of a CSV file into the catalogue. Books that are there already, told by NAME and their id, are
        brought up to date.

          FILE            UTF-8 with a header line. Columns, in any order, others are ignored:
                          book_id or id, title (or original_title); and where the list has them authors,
                          original_publication_year or year, isbn, language_code or language, average_rating,
                          ratings_count, category
          --address URL   where the shop answers gRPC; http://localhost:50051 unless given
          --source NAME   the list's name; the file's name unless given

        Exit code: 0 all books were taken, 1 some were refused, 2 the import could not be done.
        """;

    private static readonly Uri DefaultAddress = new("http://localhost:50051");

    /// <exception cref="ImportFailure">The arguments make no sense.</exception>
    public static ImportArguments Parse(IReadOnlyList<string> arguments)
    {
        var (file, address, source) = ((string?)null, DefaultAddress, (string?)null);
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--address":
                    address = ParseAddress(ValueAfter(arguments, i++));
                    break;
                case "--source":
                    source = ValueAfter(arguments, i++);
                    break;
                case ['-', '-', ..] option:
                    throw new ImportFailure($"unknown option {option}; --help tells which there are");
                case var argument when file is null:
                    file = argument;
                    break;
                default:
                    throw new ImportFailure($"one file at a time: {file} or {arguments[i]}?");
            }
        }

        return file is null
            ? throw new ImportFailure("which file? --help tells how to call")
            : new(file, address, source ?? Path.GetFileName(file));
    }

    private static string ValueAfter(IReadOnlyList<string> arguments, int option) =>
        option + 1 < arguments.Count ? arguments[option + 1] : throw new ImportFailure($"{arguments[option]} needs a value");

    private static Uri ParseAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new ImportFailure($"--address {text} is not like http://localhost:50051");
}
