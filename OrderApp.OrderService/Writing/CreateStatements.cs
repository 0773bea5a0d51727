namespace OrderApp.Orders.Writing;

/// <summary>
/// The statements that record orders, each a transaction of its own (with the names that are new, which go before). All of them lock the row of
/// order_feed before they write a request_id or an order: replicas whose creates meet wait for each other there, and cannot block each other.
/// </summary>
internal static class CreateStatements
{
    /// <summary>The constraint that a request_id breaks which has made an order before.</summary>
    public const string RequestIdKey = "PK_order_requests";

    /// <summary>Records orders without request_ids.</summary>
    public const string Plain =
        $"""
        WITH {Feed}
        {Orders}
        """;

    /// <summary>Records orders whose request_ids are new; fails as a whole where one is not.</summary>
    public const string New =
        $"""
        WITH {Feed}, keys AS (
          INSERT INTO order_requests (request_id, fingerprint, order_id, date, create_time)
          SELECT request_id, fingerprint, id, coalesce(date, create_time), create_time
          FROM feed, unnest($9::text[], $10::bytea[], $1::uuid[], $4::timestamptz[], $7::timestamptz[]) AS row(request_id, fingerprint, id, date, create_time)
          WHERE request_id IS NOT NULL
        )
        {Orders}
        """;

    /// <summary>
    /// Records orders whose request_ids may have made orders before: such a one drops its row out of all that follows, and the ids of the rows that
    /// were dropped are the result.
    /// </summary>
    public const string Checked =
        """
        WITH input AS MATERIALIZED (
          SELECT id, name, coalesce(completed, false) AS completed, coalesce(date, create_time) AS date, user_id, book_id, create_time, request_id, fingerprint
          FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::timestamptz[], $5::int[], $6::int[], $7::timestamptz[], $8::text[], $9::bytea[])
            AS row(id, name, completed, date, user_id, book_id, create_time, request_id, fingerprint)
        ), locked AS MATERIALIZED (
          SELECT id FROM order_feed WHERE id = 1 FOR UPDATE
        ), keys AS (
          INSERT INTO order_requests (request_id, fingerprint, order_id, date, create_time)
          SELECT request_id, fingerprint, input.id, date, create_time FROM locked, input WHERE request_id IS NOT NULL
          ON CONFLICT (request_id) DO NOTHING
          RETURNING order_id
        ), fresh AS MATERIALIZED (
          SELECT *, row_number() OVER () AS number FROM input WHERE request_id IS NULL OR id IN (SELECT order_id FROM keys)
        ), counted AS (
          SELECT count(*) AS events FROM fresh
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1 AND events > 0
          RETURNING position - events AS base
        ), made AS (
          INSERT INTO orders (id, name, completed, date, user_id, book_id, version, create_time, update_time, created_position)
          SELECT id, name, completed, date, user_id, book_id, 1, create_time, create_time, base + number FROM feed, fresh
        )
        SELECT id FROM input WHERE request_id IS NOT NULL AND NOT EXISTS (SELECT FROM keys WHERE keys.order_id = input.id)
        """;

    private const string Feed = "feed AS (UPDATE order_feed SET position = position + $8::int WHERE id = 1 RETURNING position - $8::int AS base)";

    private const string Orders =
        """
        INSERT INTO orders (id, name, completed, date, user_id, book_id, version, create_time, update_time, created_position)
        SELECT row.id, name, coalesce(completed, false), coalesce(date, create_time), user_id, book_id, 1, create_time, create_time, base + number
        FROM feed, unnest($1::uuid[], $2::text[], $3::boolean[], $4::timestamptz[], $5::int[], $6::int[], $7::timestamptz[]) WITH ORDINALITY
          AS row(id, name, completed, date, user_id, book_id, create_time, number)
        """;
}
