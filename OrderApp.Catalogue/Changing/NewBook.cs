using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OrderApp.Books.Common;
using OrderApp.Books.Importing;
using OrderApp.Books.Listing;
using OrderApp.Books.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Books.Changing;

/// <summary>CreateBook: adds a book by hand, by the rules of an import. Its request_id is its own id in the list of such books, so that it is unique.</summary>
internal sealed class NewBook(CatalogueDbContext database, BookRules rules, ShopMoney money)
{
    private const string Source = "by-hand";
    private static readonly Metadata ReplayedHeader = new() { { "idempotent-replayed", "true" } };

    public async Task<Book> MakeAsync(CreateBookRequest request, ServerCallContext context)
    {
        if (request.Book is not { } book)
            throw GrpcErrors.InvalidArgument("book", "must be given");
        TextRules.Check("request_id", request.RequestId, BookLimits.Source);
        if (rules.Refuse(book) is { } problem)
            throw BookErrors.Refused(problem);

        var key = new BookKey(Source, request.RequestId.Length > 0 ? request.RequestId : $"{Guid.CreateVersion7()}");
        var stored = ToStored(rules.ToRow(key, book), book.Hidden, FingerprintOf(book));
        database.Books.Add(stored);
        try
        {
            await database.SaveChangesAsync(context.CancellationToken);
            return await ReadAsync(key, context.CancellationToken);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            await CheckSameAsync(key, stored.Fingerprint!, context.CancellationToken);
            await context.WriteResponseHeadersAsync(ReplayedHeader);
            return await ReadAsync(key, context.CancellationToken);
        }
    }

    private async Task CheckSameAsync(BookKey key, byte[] fingerprint, CancellationToken cancellationToken)
    {
        var known = await database.Books.Where(book => book.Source == key.Source && book.SourceId == key.SourceId)
            .Select(book => book.Fingerprint).SingleAsync(cancellationToken);
        if (known is null || !fingerprint.AsSpan().SequenceEqual(known))
            throw BookErrors.RequestIdTaken();
    }

    private async Task<Book> ReadAsync(BookKey key, CancellationToken cancellationToken) =>
        (await database.Books.Where(book => book.Source == key.Source && book.SourceId == key.SourceId).Select(ListedBook.FromBook).SingleAsync(cancellationToken))
        .ToMessageWithEtag(money);

    private static byte[] FingerprintOf(Book book)
    {
        var content = book.Clone();
        (content.Id, content.Etag) = (0, "");
        return SHA256.HashData(content.ToByteArray());
    }

    private static StoredBook ToStored(BookRow row, bool isHidden, byte[] fingerprint) => new()
    {
        Source = row.Key.Source,
        SourceId = row.Key.SourceId,
        Title = row.Title,
        Authors = row.Authors,
        Year = row.Year,
        Isbn = row.Isbn,
        Language = row.Language,
        AverageRating = row.AverageRating,
        RatingsCount = row.RatingsCount,
        Category = row.Category,
        Price = row.Price,
        Hidden = isHidden,
        Fingerprint = fingerprint,
        SearchText = SearchText.Of(row.Title, row.Authors),
        TitleKey = SearchText.TitleKey(row.Title),
    };
}
