using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using OrderApp.Books.Changing;
using OrderApp.Books.Common;
using OrderApp.Books.Importing;
using OrderApp.Books.Listing;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Books;

/// <summary>catalogue.Catalogue: the full list of books.</summary>
internal sealed class CatalogueGrpcService(
    BookList books, NewBook creation, BookChange change, BookImport import, ImportedBooks imported, ShopMoney money) : Catalogue.CatalogueBase
{
    private const int DefaultPageSize = 50;
    private const int LargestPageSize = 1000;

    [AllowAnonymous]
    public override async Task<ListBooksResponse> ListBooks(ListBooksRequest request, ServerCallContext context)
    {
        CheckSeesHidden(request.IncludeHidden, context);
        var filter = BookFilter.From(request, money);
        var pageSize = request.PageSize switch
        {
            < 0 => throw GrpcErrors.InvalidArgument("page_size", "must not be negative"),
            0 => DefaultPageSize,
            _ => Math.Min(request.PageSize, LargestPageSize),
        };
        BookPosition? after = request.PageToken.Length == 0 ? null : PageToken.Read(request.PageToken, filter);

        var page = await books.ListAsync(filter, after, pageSize, context.CancellationToken);

        var response = new ListBooksResponse { NextPageToken = page.Next is { } next ? PageToken.Write(next, filter) : "" };
        response.Books.AddRange(page.Books.Select(book => book.ToMessage(money)));
        return response;
    }

    [AllowAnonymous]
    public override async Task<Book> GetBook(GetBookRequest request, ServerCallContext context)
    {
        if (request.Id < 1)
            throw GrpcErrors.InvalidArgument("id", "must be at least 1");

        CheckSeesHidden(request.IncludeHidden, context);

        var book = await books.FindAsync(request.Id, request.IncludeHidden, context.CancellationToken)
            ?? throw BookErrors.NotFound(request.Id);
        return book.ToMessageWithEtag(money);
    }

    [AllowAnonymous]
    public override async Task<BatchGetBooksResponse> BatchGetBooks(BatchGetBooksRequest request, ServerCallContext context)
    {
        if (request.Ids.Count > LargestPageSize)
            throw GrpcErrors.InvalidArgument("ids", $"must be at most {LargestPageSize}");
        if (request.Ids.Any(id => id < 1))
            throw GrpcErrors.InvalidArgument("ids", "must be at least 1 each");
        CheckSeesHidden(request.IncludeHidden, context);
        var found = await books.FindAsync(request.Ids, request.IncludeHidden, context.CancellationToken);
        return new() { Books = { request.Ids.Where(found.ContainsKey).Select(id => found[id].ToMessage(money)) } };
    }

    [Authorize(Policies.Operator)]
    public override Task<Book> CreateBook(CreateBookRequest request, ServerCallContext context) => creation.MakeAsync(request, context);

    [Authorize(Policies.Operator)]
    public override Task<Book> UpdateBook(UpdateBookRequest request, ServerCallContext context) => change.MakeAsync(request, context.CancellationToken);

    [Authorize(Policies.Operator)]
    public override async Task<ImportBooksResponse> ImportBooks(
        IAsyncStreamReader<ImportBooksRequest> requestStream, ServerCallContext context)
    {
        var report = await import.TakeAsync(requestStream.ReadAllAsync(context.CancellationToken), context.CancellationToken);
        return report.ToMessage();
    }

    [Authorize(Policies.Operator)]
    public override Task<FindImportedBooksResponse> FindImportedBooks(FindImportedBooksRequest request, ServerCallContext context) =>
        imported.FindAsync(request, context.CancellationToken);

    private static void CheckSeesHidden(bool isAsked, ServerCallContext context)
    {
        if (isAsked && Caller.Of(context) is { IsOperator: false, IsService: false })
            throw BookErrors.HiddenAreOthers();
    }
}
