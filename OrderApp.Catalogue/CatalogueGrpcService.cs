using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using OrderApp.Books.Importing;
using OrderApp.Books.Listing;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Books;

/// <summary>catalogue.Catalogue: the full list of books.</summary>
internal sealed class CatalogueGrpcService(BookList books, BookImport import) : Catalogue.CatalogueBase
{
    private const int DefaultPageSize = 50;
    private const int LargestPageSize = 1000;

    [AllowAnonymous]
    public override async Task<ListBooksResponse> ListBooks(ListBooksRequest request, ServerCallContext context)
    {
        var filter = BookFilter.From(request);
        var pageSize = request.PageSize switch
        {
            < 0 => throw GrpcErrors.InvalidArgument("page_size", "must not be negative"),
            0 => DefaultPageSize,
            _ => Math.Min(request.PageSize, LargestPageSize),
        };
        BookPosition? after = request.PageToken.Length == 0 ? null : PageToken.Read(request.PageToken, filter);

        var page = await books.ListAsync(filter, after, pageSize, context.CancellationToken);

        var response = new ListBooksResponse { NextPageToken = page.Next is { } next ? PageToken.Write(next, filter) : "" };
        response.Books.AddRange(page.Books.Select(book => book.ToMessage()));
        return response;
    }

    [AllowAnonymous]
    public override async Task<Book> GetBook(GetBookRequest request, ServerCallContext context)
    {
        if (request.Id < 1)
            throw GrpcErrors.InvalidArgument("id", "must be at least 1");

        var book = await books.FindAsync(request.Id, context.CancellationToken)
            ?? throw GrpcErrors.NotFound("BOOK_NOT_FOUND", $"There is no book {request.Id}");
        return book.ToMessage();
    }

    [Authorize(Policies.Operator)]
    public override async Task<ImportBooksResponse> ImportBooks(
        IAsyncStreamReader<ImportBooksRequest> requestStream, ServerCallContext context)
    {
        var report = await import.TakeAsync(requestStream.ReadAllAsync(context.CancellationToken), context.CancellationToken);
        return report.ToMessage();
    }
}
