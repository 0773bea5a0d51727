using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Create;

/// <summary>The statements that record the orders of checkouts, and that tell what such an order was made of.</summary>
internal static class PurchaseStatements
{
    // Whoever makes orders holds this row until he has committed. So the statement after it, which sees what is committed when it begins, knows
    // every uuid and request_id that is taken.
    private const string Lock = "SELECT id FROM order_feed WHERE id = 1 FOR UPDATE";

    private const string Store =
        """
        WITH input AS MATERIALIZED (
          SELECT * FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::timestamptz[], $5::int[], $6::int[], $7::timestamptz[], $8::text[], $9::bytea[],
            $10::uuid[], $11::uuid[], $12::smallint[], $13::boolean[], $14::bigint[], $15::text[], $16::text[])
            AS row(id, name, completed, date, user_id, book_id, create_time, request_id, fingerprint,
              customer_id, requester, state, paid, total, currency, details)
        ), fresh AS MATERIALIZED (
          SELECT *, row_number() OVER () AS number FROM input
          WHERE NOT EXISTS (SELECT FROM orders WHERE orders.id = input.id)
            AND NOT EXISTS (SELECT FROM order_requests AS used WHERE used.request_id = input.request_id AND used.customer_id = input.requester)
        ), counted AS (
          SELECT count(*) AS events FROM fresh
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1 AND events > 0
          RETURNING position - events AS base
        ), names AS (
          INSERT INTO order_names (name) SELECT DISTINCT name FROM feed, fresh ON CONFLICT (name) DO NOTHING
        ), requests AS (
          INSERT INTO order_requests (request_id, customer_id, fingerprint, order_id, date, create_time)
          SELECT request_id, requester, fingerprint, fresh.id, date, create_time FROM feed, fresh WHERE request_id IS NOT NULL
        ), made AS (
          INSERT INTO orders (id, name, completed, date, user_id, book_id, version, create_time, update_time, created_position, customer_id,
            state, paid, total, currency, details)
          SELECT id, name, completed, date, user_id, book_id, 1, create_time, create_time, base + number, customer_id,
            state, paid, total, currency, coalesce(details::jsonb, '{}') || jsonb_build_object('fingerprint', encode(fingerprint, 'hex'))
          FROM feed, fresh
        )
        SELECT id FROM fresh
        """;

    private const string Find = "SELECT id, decode(details ->> 'fingerprint', 'hex'), create_time FROM orders WHERE id = ANY($1)";

    /// <summary>Stores the orders whose uuids and request_ids are new, in one transaction; the ids of these are the result.</summary>
    public static async Task<HashSet<Guid>> StoreAsync(
        NpgsqlDataSource database, List<Operation<Purchase, CreatedOrder>> purchases, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new(Lock));
        var store = new NpgsqlBatchCommand(Store);
        store.Parameters
            .AddArray(purchases, purchase => purchase.Input.Row.Id)
            .AddArray(purchases, purchase => purchase.Input.Row.Name)
            .AddArray(purchases, purchase => purchase.Input.Row.Completed)
            .AddArray(purchases, purchase => purchase.Input.Row.Date)
            .AddArray(purchases, purchase => purchase.Input.Row.UserId)
            .AddArray(purchases, purchase => purchase.Input.Row.BookId)
            .AddArray(purchases, purchase => purchase.Input.Row.CreateTime)
            .AddArray(purchases, purchase => purchase.Input.Create.RequestId)
            .AddArray(purchases, purchase => purchase.Input.Fingerprint)
            .AddArray(purchases, purchase => purchase.Input.Row.CustomerId)
            .AddArray(purchases, purchase => purchase.Input.Requester)
            .AddArray(purchases, purchase => purchase.Input.Row.State)
            .AddArray(purchases, purchase => purchase.Input.Paid)
            .AddArray(purchases, purchase => purchase.Input.Row.Total)
            .AddArray(purchases, purchase => purchase.Input.Row.Currency)
            .AddArray(purchases, purchase => purchase.Input.Row.Details is { } details ? OrderDetails.Write(details) : null);
        batch.BatchCommands.Add(store);

        var stored = new HashSet<Guid>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            stored.Add(reader.GetGuid(0));
        // The rows come before the commit: only the end of the answer tells that it was done.
        await reader.NextResultAsync(cancellationToken);
        return stored;
    }

    /// <summary>What orders with these ids were made of, and when; null: it is not known.</summary>
    public static async Task<Dictionary<Guid, (byte[]? Fingerprint, DateTime CreateTime)>> FindAsync(
        NpgsqlDataSource database, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Find).Add(ids);
        var found = await command.ReadAllAsync(
            reader => (Id: reader.GetGuid(0), Fingerprint: reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1), CreateTime: reader.GetDateTime(2)),
            cancellationToken);
        return found.ToDictionary(order => order.Id, order => (order.Fingerprint, order.CreateTime));
    }
}
