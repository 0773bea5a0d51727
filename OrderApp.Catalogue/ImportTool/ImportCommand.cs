using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using OrderApp.Protos;
using Spectre.Console;
using Spectre.Console.Cli;

namespace OrderApp.Books.ImportTool;

/// <summary>The command <c>import</c>: sends the books of a CSV file to the catalogue, as fast as it takes them.</summary>
/// <exception cref="IOException">The file cannot be read, the catalogue is away or broke off, or the command was interrupted.</exception>
internal sealed class ImportCommand(IAnsiConsole console, TextWriter errors) : AsyncCommand<ImportCommand.Settings>
{
    public const string Help =
        "Takes the books of a CSV file into the catalogue. Books that are there already, told by the list's name and their id, are brought up to date. "
        + "Exit code: 0 all books were taken, 1 some were refused, 2 the import could not be done.";

    public const int Failed = 2;
    private const int AllTaken = 0;
    private const int SomeRefused = 1;
    private const int NamedRows = 100;
    private const int RowsBetweenUpdates = 100;

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        using var file = new BookFile(settings.File);
        using var channel = GrpcChannel.ForAddress(settings.Address);
        try
        {
            var credentials = await OperatorToken.GetAsync(channel, settings.Email, console, cancellationToken);
            var watch = Stopwatch.StartNew();
            var sent = await console.Progress().StartAsync(progress => SendAsync(
                new(channel), credentials, file, settings, progress.AddTask("Sending books"), cancellationToken));
            var stocked = settings.DefaultStock is { } copies
                ? await console.Progress().StartAsync(progress => StockAsync(
                    channel, credentials, sent, settings, copies, progress.AddTask("Adding stock"), cancellationToken))
                : (int?)null;
            return await ReportAsync(sent, stocked, settings.DefaultStock, watch.Elapsed);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new IOException("interrupted; the books stored so far stay, and the same command takes the rest");
        }
        catch (RpcException problem) when (problem.StatusCode == StatusCode.Unavailable)
        {
            throw new IOException($"the shop at {settings.Address} cannot be reached: {Reason(problem)}");
        }
        catch (RpcException problem) when (problem.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied)
        {
            throw new IOException(
                $"only an operator may import books ({problem.Status.Detail}): give --email, or a token in {OperatorToken.TokenVariable}");
        }
        catch (RpcException problem)
        {
            throw new IOException($"the catalogue at {settings.Address} broke off: {problem.Status.Detail}");
        }
    }

    private static async Task<SentFile> SendAsync(
        Catalogue.CatalogueClient catalogue, Metadata credentials, BookFile file, Settings settings, ProgressTask progress, CancellationToken cancellationToken)
    {
        using var call = catalogue.ImportBooks(credentials, cancellationToken: cancellationToken);
        // The line of each book that was sent: the answer tells of its place in the stream.
        var (lines, ids, unsent, unsentCount) = (new List<int>(), new HashSet<string>(), new List<(int Line, string Reason)>(), 0L);
        try
        {
            foreach (var (line, request, problem) in file.Read(settings.ListName, settings.DefaultPrice, settings.Currency))
            {
                if (request is not null)
                {
                    await call.RequestStream.WriteAsync(request, cancellationToken);
                    lines.Add(line);
                    ids.Add(request.SourceId);
                }
                else if (++unsentCount <= NamedRows)
                {
                    unsent.Add((line, problem!));
                }

                if ((lines.Count + unsentCount) % RowsBetweenUpdates == 0)
                    progress.Value(100 * file.Share);
            }
            await call.RequestStream.CompleteAsync();
        }
        catch (InvalidOperationException) when (call.ResponseAsync.IsCompleted)
        {
            // The call ended while it was written to; its answer tells why.
        }

        var answer = await call.ResponseAsync;
        progress.Value(100);
        var refused = answer.Refusals.Select(refusal => (Line: lines[(int)refusal.Position - 1], refusal.Reason)).Concat(unsent).OrderBy(row => row.Line);
        return new(answer, answer.Received + unsentCount, answer.Refused + unsentCount, [.. refused], ids);
    }

    private static async Task<int> StockAsync(
        GrpcChannel channel, Metadata credentials, SentFile sent, Settings settings, int copies, ProgressTask progress, CancellationToken cancellationToken)
    {
        using var ownChannel = settings.InventoryAddress is null ? null : GrpcChannel.ForAddress(settings.InventoryAddress);
        var stock = new FirstStock(new(channel), new(ownChannel ?? channel), credentials);
        return await stock.AddAsync(settings.ListName, sent.SourceIds, copies, share => progress.Value = share, cancellationToken);
    }

    private async Task<int> ReportAsync(SentFile sent, int? stocked, int? copies, TimeSpan elapsed)
    {
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sent.Read:N0} books in {elapsed.TotalSeconds:N1} s"));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{sent.Answer.Created:N0} created, {sent.Answer.Updated:N0} updated, {sent.Answer.Unchanged:N0} unchanged, {sent.Refused:N0} refused"));
        if (stocked is { } books)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{copies:N0} copies each of {books:N0} books that had never been in stock were added"));

        foreach (var (line, reason) in sent.NamedRefusals)
            await errors.WriteLineAsync($"line {line}: {reason}");
        if (sent.Refused > sent.NamedRefusals.Count)
            await errors.WriteLineAsync($"and {sent.Refused - sent.NamedRefusals.Count} more");
        return sent.Refused == 0 ? AllTaken : SomeRefused;
    }

    // The innermost cause ("Connection refused") says it in fewer words than gRPC's own text.
    private static string Reason(RpcException problem) =>
        problem.Status.DebugException is { } cause ? cause.GetBaseException().Message : problem.Status.Detail;

    private sealed record SentFile(ImportBooksResponse Answer, long Read, long Refused, IReadOnlyList<(int Line, string Reason)> NamedRefusals, IReadOnlyCollection<string> SourceIds);

    /// <summary>What the command line of <c>import</c> asks for.</summary>
    internal sealed class Settings : CommandSettings
    {
        // What Spectre.Console.Cli puts in where an option has no value; without a look at it the list would be called so.
        private const string NoValue = "__default_command";

        [CommandArgument(0, "<FILE>")]
        [Description("UTF-8 with a header line. Columns, in any order, others are ignored: book_id or id, title or original_title; and where the list "
            + "has them authors, original_publication_year or year, isbn, language_code or language, average_rating, ratings_count, category, price")]
        public string File { get; init; } = "";

        [CommandOption("--address <URL>")]
        [Description("Where the shop answers gRPC")]
        [DefaultValue("http://localhost:50051")]
        public Uri Address { get; init; } = null!;

        [CommandOption("--source <NAME>")]
        [Description("The list's name; the file's name unless given")]
        public string? Source { get; init; }

        [CommandOption("--default-price <AMOUNT>")]
        [Description("The price of books that the list has none for; without it they keep the price they have, or are not for sale")]
        public decimal? DefaultPrice { get; init; }

        [CommandOption("--default-stock <COPIES>")]
        [Description("How many copies of each book of the list come in that the shop has never had any of; without it the stock stays as it is")]
        public int? DefaultStock { get; init; }

        [CommandOption("--inventory-address <URL>")]
        [Description("Where Inventory answers gRPC; the shop's address unless given")]
        public Uri? InventoryAddress { get; init; }

        [CommandOption("--currency <CODE>")]
        [Description("The currency of the prices, which must be the shop's")]
        [DefaultValue("USD")]
        public string Currency { get; init; } = "";

        [CommandOption("--email <ADDRESS>")]
        [Description("The operator's email address at the shop; the password is asked for, or taken from " + OperatorToken.PasswordVariable
            + ". A program gives an access token in " + OperatorToken.TokenVariable)]
        public string? Email { get; init; }

        /// <summary>What the list is called.</summary>
        public string ListName => Source ?? Path.GetFileName(File);

        public override ValidationResult Validate()
        {
            if (DefaultStock is <= 0 or > FirstStock.MostCopies)
                return ValidationResult.Error($"--default-stock must be from 1 to {FirstStock.MostCopies}");
            if (DefaultPrice <= 0)
                return ValidationResult.Error("--default-price must be more than 0");
            if (Email is NoValue)
                return ValidationResult.Error("--email needs a value");
            if (Source is NoValue)
                return ValidationResult.Error("--source needs a value");
            if (Address.OriginalString is NoValue)
                return ValidationResult.Error("--address needs a value");
            return Address is { IsAbsoluteUri: true, Scheme: "http" or "https" }
                ? ValidationResult.Success()
                : ValidationResult.Error($"--address {Address.OriginalString} is not like http://localhost:50051");
        }
    }
}
