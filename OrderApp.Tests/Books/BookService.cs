using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderApp.Books;
using OrderApp.Books.ImportTool;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;
using OrderApp.Tests.Support;
using Spectre.Console;

namespace OrderApp.Tests.Books;

/// <summary>The catalogue over a database of its own, and its client.</summary>
internal sealed class BookService : IAsyncDisposable
{
    // A page that never comes is a failed test, not a run that stands still.
    private static readonly TimeSpan PageDeadline = TimeSpan.FromMinutes(1);

    private readonly TestService<CatalogueGrpcService> service;

    private BookService(TestService<CatalogueGrpcService> service, TestTokens tokens)
    {
        this.service = service;
        Catalogue = new(service.Channel.Intercept(_ => tokens.Operator()));
        Environment.SetEnvironmentVariable(OperatorToken.TokenVariable, tokens.Make($"{Guid.NewGuid()}", Roles.Operator));
        Database = service.Services.GetRequiredService<NpgsqlDataSource>();
    }

    /// <summary>The client of an operator.</summary>
    public Catalogue.CatalogueClient Catalogue { get; }

    public NpgsqlDataSource Database { get; }

    public Uri Address => service.GrpcAddress;

    public IServiceProvider Services => service.Services;

    public static async Task<BookService> StartAsync(PostgresServer server, params (string Key, string Value)[] settings) =>
        await StartOnAsync(await server.CreateDatabaseAsync("books"), settings);

    /// <summary>Starts the service, or one more of it, on a database that is there.</summary>
    public static async Task<BookService> StartOnAsync(string database, params (string Key, string Value)[] settings)
    {
        var tokens = await TestTokens.SharedAsync();
        return new(await TestService.StartAsync<CatalogueGrpcService>([("ConnectionStrings:catalogdb", database), tokens.Setting, .. settings]), tokens);
    }

    public Task<ImportBooksResponse> ImportAsync(params IEnumerable<Book> books) =>
        ImportAsync(books.Select((book, index) => new ImportBooksRequest { Source = "test", SourceId = $"{index + 1}", Book = book }));

    public async Task<ImportBooksResponse> ImportAsync(IEnumerable<ImportBooksRequest> requests)
    {
        using var call = Catalogue.ImportBooks(cancellationToken: TestContext.Current.CancellationToken);
        foreach (var request in requests)
            await call.RequestStream.WriteAsync(request, TestContext.Current.CancellationToken);
        await call.RequestStream.CompleteAsync();
        return await call;
    }

    /// <summary>Imports a file by the command; gives its exit code and what it said of errors.</summary>
    public async Task<(int Code, string Errors)> ImportAsync(BookListFile file)
    {
        var (code, _, errors) = await RunImportAsync(file.Path, "--address", $"{Address}");
        return (code, errors);
    }

    /// <summary>Runs the import command.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunImportAsync(params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 120;
        var code = await ImportProgram.RunAsync(["import", .. arguments], console, errors, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }

    /// <summary>Walks over all pages of a list; what is done between two pages is up to the caller.</summary>
    public async Task<List<Book>> WalkAsync(ListBooksRequest request, Func<Task>? betweenPages = null)
    {
        var books = new List<Book>();
        while (true)
        {
            var page = await Catalogue.ListBooksAsync(request, deadline: DateTime.UtcNow + PageDeadline, cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(page.Books.Count <= (request.PageSize == 0 ? 50 : request.PageSize), "a page is longer than page_size");
            books.AddRange(page.Books);
            if (page.NextPageToken.Length == 0)
                return books;

            request = request.Clone();
            request.PageToken = page.NextPageToken;
            if (betweenPages is not null)
                await betweenPages();
        }
    }

    public async Task<List<string>> TitlesAsync(ListBooksRequest request) =>
        [.. (await WalkAsync(request)).Select(book => book.Title)];

    public async Task<List<T>> QueryAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var values = new List<T>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            values.Add(await reader.GetFieldValueAsync<T>(0, TestContext.Current.CancellationToken));
        return values;
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    /// <summary>Holds a call to be refused, and answers what it said.</summary>
    public static async Task<string> RefusedAsync(StatusCode code, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAnyAsync<RpcException>(call);
        Assert.Equal(code, refusal.StatusCode);
        return refusal.Status.Detail;
    }
}
