using System.Buffers.Binary;
using System.Text;
using Npgsql;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Stocking.Storage;

namespace OrderApp.Stocking.Reading;

/// <summary>
/// ListLowStock. It reads the whole table, which has a row of some 50 bytes for each book: an index over what is available would have to be written with every
/// reservation, and costs all buyers more than this costs an operator now and then.
/// </summary>
internal sealed class LowStockHandler(NpgsqlDataSource database)
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;
    private const int TokenBytes = 8;

    private const string Find =
        """
        SELECT book_id, available, reserved, sold FROM stock
        WHERE available <= $1 AND (available, book_id) > ($2, $3) AND available + reserved + sold > 0 ORDER BY available, book_id LIMIT $4
        """;

    public async Task<ListLowStockResponse> HandleAsync(ListLowStockRequest request, CancellationToken cancellationToken)
    {
        if (request.AtMost < 0)
            throw GrpcErrors.InvalidArgument("at_most", $"must not be negative, is {request.AtMost}");
        if (request.PageSize < 0)
            throw GrpcErrors.InvalidArgument("page_size", $"must not be negative, is {request.PageSize}");
        var size = Math.Min(request.PageSize == 0 ? DefaultPageSize : request.PageSize, MaxPageSize);
        var (available, book) = After(request);
        await using var command = database.CreateCommand(Find).Add(request.AtMost).Add(available).Add(book).Add(size + 1);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<Stock>();
        while (await row.ReadAsync(cancellationToken))
            found.Add(new() { BookId = row.GetInt32(0), Available = row.GetInt32(1), Reserved = row.GetInt32(2), Sold = row.GetInt32(3) });

        var response = new ListLowStockResponse { Stock = { found.Take(size) } };
        if (found.Count > size)
            response.NextPageToken = Write(found[size - 1], request.AtMost);
        return response;
    }

    private static (int Available, int Book) After(ListLowStockRequest request)
    {
        if (request.PageToken.Length == 0)
            return (-1, 0);
        return OpaqueToken.Read(request.PageToken, Scope(request.AtMost)) is { Length: TokenBytes } last
            ? (BinaryPrimitives.ReadInt32BigEndian(last), BinaryPrimitives.ReadInt32BigEndian(last.AsSpan(sizeof(int))))
            : throw GrpcErrors.InvalidArgument("page_token", "is not one that a list with the same at_most gave");
    }

    private static string Write(Stock last, int atMost)
    {
        Span<byte> content = stackalloc byte[TokenBytes];
        BinaryPrimitives.WriteInt32BigEndian(content, last.Available);
        BinaryPrimitives.WriteInt32BigEndian(content[sizeof(int)..], last.BookId);
        return OpaqueToken.Write(content, Scope(atMost));
    }

    private static byte[] Scope(int atMost) => Encoding.UTF8.GetBytes($"low-stock/{atMost}");
}
