using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Create;

/// <summary>
/// The statements that record orders with their request_ids, each a transaction of its own. All lock the row of order_feed before they write
/// anything: replicas whose creates meet wait for each other there, and cannot block each other.
/// </summary>
internal static class CreateStatements
{
    /// <summary>The constraint that a request_id breaks which has made an order before.</summary>
    public const string RequestIdKey = "PK_order_requests";

    private const string Feed = "feed AS (UPDATE order_feed SET position = position + $11::int WHERE id = 1 RETURNING position - $11::int AS base)";

    private const string Requests =
        """
        requests AS (
          INSERT INTO order_requests (request_id, customer_id, fingerprint, order_id, date, create_time)
          SELECT request_id, coalesce(customer_id, '00000000-0000-0000-0000-000000000000'), fingerprint, id, coalesce(date, create_time), create_time
          FROM feed, unnest($8::text[], $9::bytea[], $1::uuid[], $4::timestamptz[], $7::timestamptz[], $10::uuid[])
            AS row(request_id, fingerprint, id, date, create_time, customer_id)
          WHERE request_id IS NOT NULL
        )
        """;

    private const string Orders =
        """
        names AS (
          INSERT INTO order_names (name) SELECT name FROM feed, unnest($12::text[]) AS name ON CONFLICT (name) DO NOTHING
        )
        INSERT INTO orders (id, name, completed, date, user_id, book_id, version, create_time, update_time, created_position, customer_id)
        SELECT id, name, coalesce(completed, false), coalesce(date, create_time), user_id, book_id, 1, create_time, create_time, base + number, customer_id
        FROM feed, unnest($1::uuid[], $2::text[], $3::boolean[], $4::timestamptz[], $5::int[], $6::int[], $7::timestamptz[], $10::uuid[]) WITH ORDINALITY
          AS row(id, name, completed, date, user_id, book_id, create_time, customer_id, number)
        """;

    // Fails as a whole where a request_id is not new. The statement below would do alone, with an eighth fewer creates.
    private const string New = $"WITH {Feed}, {Requests}, {Orders}";

    // 5 % more creates where nobody sends a request_id.
    private const string WithoutRequests = $"WITH {Feed}, {Orders}";

    // A request_id that has made an order before drops its row out of all that follows; the ids of the rows that were dropped are the result.
    private const string Checked =
        """
        WITH input AS MATERIALIZED (
          SELECT id, name, coalesce(completed, false) AS completed, coalesce(date, create_time) AS date, user_id, book_id, create_time, request_id, fingerprint, customer_id
          FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::timestamptz[], $5::int[], $6::int[], $7::timestamptz[], $8::text[], $9::bytea[], $10::uuid[])
            AS row(id, name, completed, date, user_id, book_id, create_time, request_id, fingerprint, customer_id)
        ), locked AS MATERIALIZED (
          SELECT id FROM order_feed WHERE id = 1 FOR UPDATE
        ), requests AS (
          INSERT INTO order_requests (request_id, customer_id, fingerprint, order_id, date, create_time)
          SELECT request_id, coalesce(customer_id, '00000000-0000-0000-0000-000000000000'), fingerprint, input.id, date, create_time
          FROM locked, input WHERE request_id IS NOT NULL
          ON CONFLICT (request_id, customer_id) DO NOTHING
          RETURNING order_id
        ), fresh AS MATERIALIZED (
          SELECT *, row_number() OVER () AS number FROM input WHERE request_id IS NULL OR id IN (SELECT order_id FROM requests)
        ), counted AS (
          SELECT count(*) AS events FROM fresh
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1 AND events > 0
          RETURNING position - events AS base
        ), names AS (
          INSERT INTO order_names (name) SELECT DISTINCT name FROM feed, fresh ON CONFLICT (name) DO NOTHING
        ), made AS (
          INSERT INTO orders (id, name, completed, date, user_id, book_id, version, create_time, update_time, created_position, customer_id)
          SELECT id, name, completed, date, user_id, book_id, 1, create_time, create_time, base + number, customer_id FROM feed, fresh
        )
        SELECT id FROM input WHERE request_id IS NOT NULL AND NOT EXISTS (SELECT FROM requests WHERE requests.order_id = input.id)
        """;

    /// <summary>Records orders whose request_ids are new, and adds names to those that a search finds.</summary>
    public static NpgsqlCommand OfNew(NpgsqlDataSource database, IReadOnlyList<Operation<NewOrder, CreatedOrder>> batch, string[] names) =>
        WithColumns(database.CreateCommand(batch.Any(create => create.Input.RequestId is not null) ? New : WithoutRequests), batch)
            .Add(batch.Count)
            .Add(names);

    /// <summary>Records orders whose request_ids may have made orders before.</summary>
    public static NpgsqlCommand OfChecked(NpgsqlDataSource database, IReadOnlyList<Operation<NewOrder, CreatedOrder>> batch) =>
        WithColumns(database.CreateCommand(Checked), batch);

    private static NpgsqlCommand WithColumns(NpgsqlCommand command, IReadOnlyList<Operation<NewOrder, CreatedOrder>> batch) => command
        .AddArray(batch, create => create.Input.Row.Id)
        .AddArray(batch, create => create.Input.Row.Name)
        .AddArray(batch, create => create.Input.Row.Completed ? true : (bool?)null)
        .AddArray(batch, create => create.Input.Row.Date == create.Input.Row.CreateTime ? (DateTime?)null : create.Input.Row.Date)
        .AddArray(batch, create => create.Input.Row.UserId)
        .AddArray(batch, create => create.Input.Row.BookId)
        .AddArray(batch, create => create.Input.Row.CreateTime)
        .AddArray(batch, create => create.Input.RequestId)
        .AddArray(batch, create => create.Input.Fingerprint)
        .AddArray(batch, create => create.Input.Row.CustomerId);
}
