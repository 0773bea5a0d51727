using Npgsql;
using OrderApp.Stocking.Changing;
using OrderApp.Stocking.Storage;

namespace OrderApp.Stocking.Settling;

/// <summary>What became of a settlement: where the reservation stood before, and how many units were moved by it.</summary>
/// <param name="Before">Null when there was none with this id.</param>
/// <param name="WasOver">Whether its time had passed.</param>
/// <param name="Units">0 when nothing was changed.</param>
internal readonly record struct Settled(ReservationState? Before, bool WasOver, long Units);

/// <summary>Brings a reservation from one state to another, and its units with it.</summary>
internal sealed class Settlement : StockChange<Settled>
{
    private const string Settle =
        """
        WITH known AS MATERIALIZED (
          SELECT state, expires_at <= clock_timestamp() AS is_over FROM reservations WHERE id = $1
        ), settled AS (
          UPDATE reservations SET state = $3 FROM known
          WHERE id = $1 AND known.state = $2 AND ($4::boolean IS NULL OR is_over = $4) RETURNING book_ids, quantities
        ), lines AS MATERIALIZED (
          SELECT book_id, quantity, quantity * $6 AS available, quantity * $7 AS reserved, quantity * $8 AS sold
          FROM settled, unnest(book_ids, quantities) AS line(book_id, quantity)
        ), moved AS (
          UPDATE stock SET available = stock.available + lines.available, reserved = stock.reserved + lines.reserved, sold = stock.sold + lines.sold
          FROM lines WHERE stock.book_id = lines.book_id
        ), entered AS (
          INSERT INTO ledger (book_id, kind, delta_available, delta_reserved, delta_sold, reservation_id, who)
          SELECT book_id, $5, available, reserved, sold, $1, $9 FROM lines ORDER BY book_id
        ), remembered AS (
          INSERT INTO reservations (id, state, expires_at, book_ids, quantities)
          SELECT $1, $3, clock_timestamp(), '{}', '{}' WHERE $10 AND NOT EXISTS (SELECT FROM known)
        )
        SELECT state, is_over, (SELECT coalesce(sum(quantity), 0) FROM lines) FROM known
        """;

    private readonly ReservationState from;
    private readonly ReservationState to;
    private readonly LedgerKind kind;
    private readonly (int Available, int Reserved, int Sold) signs;
    private readonly bool? over;
    private readonly bool remembers;
    private readonly string? who;

    private Settlement(
        string id, ReservationState from, ReservationState to, LedgerKind kind, (int Available, int Reserved, int Sold) signs, string? who,
        bool? over = null, bool remembers = false) : base(id)
    {
        (this.from, this.to, this.kind, this.signs) = (from, to, kind, signs);
        (this.who, this.over, this.remembers) = (who, over, remembers);
    }

    public static Settlement Confirm(string id, string? who) =>
        new(id, ReservationState.Reserved, ReservationState.Confirmed, LedgerKind.Confirmed, (0, -1, 1), who, over: false);

    /// <summary>An id that is not known is remembered as released.</summary>
    public static Settlement Release(string id, string? who) =>
        new(id, ReservationState.Reserved, ReservationState.Released, LedgerKind.Released, (1, -1, 0), who, remembers: true);

    public static Settlement Return(string id, string? who) =>
        new(id, ReservationState.Confirmed, ReservationState.Returned, LedgerKind.Returned, (1, 0, -1), who);

    /// <summary>Does nothing before its time has passed.</summary>
    public static Settlement Expire(string id) =>
        new(id, ReservationState.Reserved, ReservationState.Expired, LedgerKind.Expired, (1, -1, 0), who: null, over: true);

    public override NpgsqlBatchCommand ToCommand() => new NpgsqlBatchCommand(Settle)
        .Add(Key).Add((short)from).Add((short)to).Add(over).Add((short)kind)
        .Add(signs.Available).Add(signs.Reserved).Add(signs.Sold).Add(who).Add(remembers);

    protected override Settled ReadAnswer(NpgsqlDataReader? row) =>
        row is null ? default : new((ReservationState)row.GetInt16(0), row.GetBoolean(1), row.GetInt64(2));
}
