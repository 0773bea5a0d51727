using Npgsql;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Stocking.Changing;
using OrderApp.Stocking.Common;
using OrderApp.Stocking.Storage;

namespace OrderApp.Stocking.Adjusting;

/// <summary>What became of an AdjustStock.</summary>
/// <param name="Stock">The stock after it, or as it is when it was refused.</param>
/// <param name="IsMade">Whether it was made now.</param>
/// <param name="IsRepeated">Whether the request_id was used before.</param>
/// <param name="IsOther">Whether that was for something else.</param>
internal sealed record Adjusted(Stock Stock, bool IsMade, bool IsRepeated, bool IsOther);

/// <summary>Adds copies or takes some out.</summary>
internal sealed class Adjustment(int bookId, int delta, string reason, string? requestId, string? who) : StockChange<Adjusted>(requestId, bookId)
{
    /// <summary>The most copies of a book, in whatever state: then none of the figures can leave the range of an int32.</summary>
    public const int MaxCopies = 2_000_000_000;

    private const int MaxDelta = 1_000_000;
    private const int MaxReasonLength = 200;

    // The answer to a repeated request is what the ledger says up to its entry.
    private const string Adjust =
        """
        WITH known AS MATERIALIZED (
          SELECT id, book_id, (book_id, delta_available, reason) IS DISTINCT FROM ($1, $2, $3) AS is_other FROM ledger WHERE request_id = $4
        ), changed AS (
          UPDATE stock SET available = available + $2
          WHERE book_id = $1 AND available + $2 >= 0 AND available + reserved + sold + $2 <= $6 AND NOT EXISTS (SELECT FROM known)
          RETURNING available, reserved, sold
        ), entered AS (
          INSERT INTO ledger (book_id, kind, delta_available, delta_reserved, delta_sold, request_id, reason, who)
          SELECT $1, 2, $2, 0, 0, $4, $3, $5 FROM changed
        ), repeated AS (
          SELECT sum(delta_available)::int AS available, sum(delta_reserved)::int AS reserved, sum(delta_sold)::int AS sold
          FROM known JOIN ledger ON ledger.book_id = known.book_id AND ledger.id <= known.id
        )
        SELECT coalesce(repeated.available, changed.available, stock.available), coalesce(repeated.reserved, changed.reserved, stock.reserved),
          coalesce(repeated.sold, changed.sold, stock.sold), changed.available IS NOT NULL, repeated.available IS NOT NULL,
          coalesce((SELECT is_other FROM known), false)
        FROM stock LEFT JOIN changed ON true LEFT JOIN repeated ON true WHERE stock.book_id = $1
        """;

    /// <summary>Checks a request; whatever is wrong is INVALID_ARGUMENT with the field's name.</summary>
    public static Adjustment Of(AdjustStockRequest request, string? who)
    {
        var bookId = CallerKeys.CheckBookId("book_id", request.BookId);
        if (request.Delta is 0 or < -MaxDelta or > MaxDelta)
            throw GrpcErrors.InvalidArgument("delta", $"must be from -{MaxDelta} to {MaxDelta} and not 0, is {request.Delta}");
        var reason = TextRules.Check("reason", request.Reason, MaxReasonLength, required: true);
        return new(bookId, request.Delta, reason, CallerKeys.CheckRequestId(request.RequestId), who);
    }

    public override NpgsqlBatchCommand ToCommand() =>
        new NpgsqlBatchCommand(Adjust).Add(bookId).Add(delta).Add(reason).Add(Key).Add(who).Add(MaxCopies);

    protected override Adjusted ReadAnswer(NpgsqlDataReader? row)
    {
        if (row is null)
            throw new InvalidOperationException("An adjustment was answered without a row.");
        var stock = new Stock { BookId = bookId, Available = row.GetInt32(0), Reserved = row.GetInt32(1), Sold = row.GetInt32(2) };
        return new(stock, row.GetBoolean(3), row.GetBoolean(4), row.GetBoolean(5));
    }
}
