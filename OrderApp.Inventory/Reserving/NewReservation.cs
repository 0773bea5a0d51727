using Npgsql;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Stocking.Changing;
using OrderApp.Stocking.Common;
using OrderApp.Stocking.Storage;

namespace OrderApp.Stocking.Reserving;

/// <summary>What became of a Reserve.</summary>
/// <param name="Before">Where a reservation with this id stood before; null when there was none.</param>
/// <param name="WasOver">Whether the time of that one had passed.</param>
/// <param name="HadOtherLines">Whether that one was of something else.</param>
/// <param name="ExpiresAt">When it expires; null when nothing was set aside.</param>
/// <param name="Shortages">Of what there is too little.</param>
internal sealed record Reserved(ReservationState? Before, bool WasOver, bool HadOtherLines, DateTime? ExpiresAt, IReadOnlyList<Shortage> Shortages);

/// <summary>Sets copies aside, of all lines or of none.</summary>
internal sealed class NewReservation(string id, int[] bookIds, int[] quantities, TimeSpan ttl, string? who) : StockChange<Reserved>(id, bookIds)
{
    private const int MaxLines = 100;
    private const int MaxQuantity = 10_000;
    private static readonly TimeSpan MinTtl = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTtl = TimeSpan.FromHours(1);
    private static readonly TimeSpan DefaultTtl = TimeSpan.FromMinutes(15);

    private const string Reserve =
        """
        WITH known AS MATERIALIZED (
          SELECT state, expires_at, expires_at <= clock_timestamp() AS is_over,
            cardinality(book_ids) > 0 AND (book_ids <> $2 OR quantities <> $3) AS is_other
          FROM reservations WHERE id = $1
        ), lines AS MATERIALIZED (
          SELECT book_id, quantity, available FROM unnest($2, $3) AS line(book_id, quantity) JOIN stock USING (book_id)
        ), short AS MATERIALIZED (
          SELECT book_id, available FROM lines WHERE available < quantity
        ), made AS (
          INSERT INTO reservations (id, state, expires_at, book_ids, quantities)
          SELECT $1, 1, clock_timestamp() + $4, $2, $3 WHERE NOT EXISTS (SELECT FROM known) AND NOT EXISTS (SELECT FROM short) RETURNING expires_at
        ), moved AS (
          UPDATE stock SET available = stock.available - quantity, reserved = reserved + quantity FROM made, lines WHERE stock.book_id = lines.book_id
        ), entered AS (
          INSERT INTO ledger (book_id, kind, delta_available, delta_reserved, delta_sold, reservation_id, who)
          SELECT book_id, 3, -quantity, quantity, 0, $1, $5 FROM made, lines ORDER BY book_id
        )
        SELECT state, is_over, is_other, coalesce(known.expires_at, made.expires_at),
          ARRAY(SELECT book_id FROM short ORDER BY book_id), ARRAY(SELECT available FROM short ORDER BY book_id)
        FROM (SELECT) AS one LEFT JOIN known ON true LEFT JOIN made ON true
        """;

    /// <summary>Checks a request; whatever is wrong is INVALID_ARGUMENT with the field's name.</summary>
    public static NewReservation Of(ReserveRequest request, string? who)
    {
        var id = CallerKeys.CheckReservationId(request.ReservationId);
        if (request.Lines.Count is 0 or > MaxLines)
            throw GrpcErrors.InvalidArgument("lines", $"must be 1 to {MaxLines}, are {request.Lines.Count}");
        var lines = request.Lines.OrderBy(line => line.BookId).ToList();
        foreach (var line in lines)
        {
            CallerKeys.CheckBookId("lines.book_id", line.BookId);
            if (line.Quantity is < 1 or > MaxQuantity)
                throw GrpcErrors.InvalidArgument("lines.quantity", $"must be 1 to {MaxQuantity}, is {line.Quantity}");
        }

        if (lines.Zip(lines.Skip(1)).FirstOrDefault(pair => pair.First.BookId == pair.Second.BookId).First is { } twice)
            throw GrpcErrors.InvalidArgument("lines.book_id", $"must be named once, {twice.BookId} is named more often");
        return new(id, [.. lines.Select(line => line.BookId)], [.. lines.Select(line => line.Quantity)], Ttl(request), who);
    }

    /// <summary>The same once more, for another transaction.</summary>
    public NewReservation Again() => new(Key!, BookIds, quantities, ttl, who);

    public override NpgsqlBatchCommand ToCommand() => new NpgsqlBatchCommand(Reserve).Add(Key).Add(BookIds).Add(quantities).Add(ttl).Add(who);

    protected override Reserved ReadAnswer(NpgsqlDataReader? row)
    {
        if (row is null)
            throw new InvalidOperationException("A reservation was answered without a row.");
        var (books, available) = (row.GetFieldValue<int[]>(4), row.GetFieldValue<int[]>(5));
        return new(
            row.IsDBNull(0) ? null : (ReservationState)row.GetInt16(0),
            !row.IsDBNull(1) && row.GetBoolean(1),
            !row.IsDBNull(2) && row.GetBoolean(2),
            row.IsDBNull(3) ? null : row.GetDateTime(3),
            [.. books.Zip(available, (book, left) => new Shortage(book, left))]);
    }

    // A Duration's own range is 10,000 years, beyond that of a TimeSpan.
    private static TimeSpan Ttl(ReserveRequest request)
    {
        if (request.Ttl is not { } given)
            return DefaultTtl;
        if (given.Seconds < 0 || given.Seconds > (long)MaxTtl.TotalSeconds || given.Nanos is < 0 or > 999_999_999
            || given.ToTimeSpan() is var ttl && (ttl < MinTtl || ttl > MaxTtl))
        {
            throw GrpcErrors.InvalidArgument("ttl", "must be from 1 second to 1 hour");
        }

        return ttl;
    }
}
