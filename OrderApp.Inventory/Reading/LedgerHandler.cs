using System.Buffers.Binary;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Stocking.Storage;

namespace OrderApp.Stocking.Reading;

/// <summary>ListLedgerEntries: newest first; a page costs the same wherever it lies.</summary>
internal sealed class LedgerHandler(NpgsqlDataSource database)
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;
    private const string Columns = "id, time, book_id, kind, delta_available, delta_reserved, delta_sold, reservation_id, request_id, reason, who";
    private const string All = $"SELECT {Columns} FROM ledger WHERE id < $1 ORDER BY id DESC LIMIT $2";
    private const string OfBook = $"SELECT {Columns} FROM ledger WHERE id < $1 AND book_id = $3 ORDER BY id DESC LIMIT $2";

    public async Task<ListLedgerEntriesResponse> HandleAsync(ListLedgerEntriesRequest request, CancellationToken cancellationToken)
    {
        if (request.BookId < 0)
            throw GrpcErrors.InvalidArgument("book_id", $"must not be negative, is {request.BookId}");
        if (request.PageSize < 0)
            throw GrpcErrors.InvalidArgument("page_size", $"must not be negative, is {request.PageSize}");
        var size = Math.Min(request.PageSize == 0 ? DefaultPageSize : request.PageSize, MaxPageSize);
        var entries = await ReadAsync(request.BookId, Before(request), size + 1, cancellationToken);

        var response = new ListLedgerEntriesResponse { Entries = { entries.Take(size) } };
        if (entries.Count > size)
            response.NextPageToken = Write(entries[size - 1].EntryId, request.BookId);
        return response;
    }

    private static long Before(ListLedgerEntriesRequest request)
    {
        if (request.PageToken.Length == 0)
            return long.MaxValue;
        return OpaqueToken.Read(request.PageToken, Scope(request.BookId)) is { Length: sizeof(long) } last
            ? BinaryPrimitives.ReadInt64BigEndian(last)
            : throw GrpcErrors.InvalidArgument("page_token", "is not one that a list with the same book_id gave");
    }

    private static string Write(long last, int bookId)
    {
        Span<byte> content = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(content, last);
        return OpaqueToken.Write(content, Scope(bookId));
    }

    private static byte[] Scope(int bookId) => Encoding.UTF8.GetBytes($"ledger/{bookId}");

    private async Task<List<LedgerEntry>> ReadAsync(int bookId, long before, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(bookId == 0 ? All : OfBook).Add(before).Add(limit);
        if (bookId != 0)
            command.Add(bookId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<LedgerEntry>();
        while (await reader.ReadAsync(cancellationToken))
            entries.Add(Read(reader));
        return entries;
    }

    private static LedgerEntry Read(NpgsqlDataReader row) => new()
    {
        EntryId = row.GetInt64(0),
        Time = Timestamp.FromDateTime(row.GetDateTime(1)),
        BookId = row.GetInt32(2),
        Kind = (LedgerEntry.Types.Kind)row.GetInt16(3),
        DeltaAvailable = row.GetInt32(4),
        DeltaReserved = row.GetInt32(5),
        DeltaSold = row.GetInt32(6),
        ReservationId = Text(row, 7),
        RequestId = Text(row, 8),
        Reason = Text(row, 9),
        Who = Text(row, 10),
    };

    private static string Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? "" : row.GetString(column);
}
