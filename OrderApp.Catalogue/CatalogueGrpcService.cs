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
internal sealed class CatalogueGrpcService(BookList books, BookChange change, BookImport import, ShopMoney money) : Catalogue.CatalogueBase
{
    private const int DefaultPageSize = 50;
    private const int LargestPageSize = 1000;

    [AllowAnonymous]
    public override async Task<ListBooksResponse> ListBooks(ListBooksRequest request, ServerCallContext context)
    {
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

        var book = await books.FindAsync(request.Id, context.CancellationToken)
            ?? throw BookErrors.NotFound(request.Id);
        return book.ToMessage(money);
    }

    [AllowAnonymous]
    public override async Task<BatchGetBooksResponse> BatchGetBooks(BatchGetBooksRequest request, ServerCallContext context)
    {
        if (request.Ids.Count > LargestPageSize)
            throw GrpcErrors.InvalidArgument("ids", $"must be at most {LargestPageSize}");
        if (request.Ids.Any(id => id < 1))
            throw GrpcErrors.InvalidArgument("ids", "must be at least 1 each");
        var found = await books.FindAsync(request.Ids, context.CancellationToken);
        return new() { Books = { request.Ids.Where(found.ContainsKey).Select(id => found[id].ToMessage(money)) } };
    }

    [Authorize(Policies.Operator)]
    public override Task<Book> UpdateBook(UpdateBookRequest request, ServerCallContext context) => change.MakeAsync(request, context.CancellationToken);

    [Authorize(Policies.Operator)]
    public override async Task<ImportBooksResponse> ImportBooks(
        IAsyncStreamReader<ImportBooksRequest> requestStream, ServerCallContext context)
    {
        var report = await import.TakeAsync(requestStream.ReadAllAsync(context.CancellationToken), context.CancellationToken);
        return report.ToMessage();
    }
}
