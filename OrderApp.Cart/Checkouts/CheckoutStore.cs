using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Buying.Common;
using OrderApp.Buying.Filling;
using OrderApp.Buying.Storage;

namespace OrderApp.Buying.Checkouts;

/// <summary>
/// The checkouts. Who runs one has it until due_at by the clock of the database, and writes only while it is his (run): from then on it is whose who
/// finds it due. A statement is a transaction.
/// </summary>
internal sealed class CheckoutStore(NpgsqlDataSource database, CartDatabase shared, IOptions<CartOptions> options)
{
    private const string Find = $"SELECT {Checkout.Columns} FROM checkouts WHERE id = $2";

    private const string FindOfCart =
        $"""
        SELECT {Checkout.Columns} FROM checkouts
        WHERE kind = $2 AND cart_id = $3 AND (request_id = $4 OR state = 1) ORDER BY request_id IS NOT DISTINCT FROM $4 DESC LIMIT 1
        """;

    // Neither the cart as it was priced nor the promotion is taken for granted: a cart that has changed begins nothing, and a promotion that somebody
    // has used meanwhile breaks its primary key, and with it the whole statement.
    private const string Start =
        """
        WITH made AS (
          INSERT INTO checkouts (id, kind, cart_id, request_id, fingerprint, order_uuid, purchase, payment_token, state, step, due_at, run, trace_parent)
          SELECT $1, $2, $3, $4, $5, $6, $7, $8, 1, 1, now() + $9, $10, $11 FROM carts WHERE kind = $2 AND id = $3 AND version = $12
          ON CONFLICT DO NOTHING RETURNING created_at
        ), used AS (
          INSERT INTO promotion_uses (promotion, kind, customer_id, checkout_id) SELECT $13, $2, $3, $1 FROM made WHERE $13 IS NOT NULL
        )
        SELECT created_at FROM made
        """;

    private const string ClaimDue =
        $"""
        UPDATE checkouts SET due_at = now() + $2, run = $3 WHERE id IN (
          SELECT id FROM checkouts WHERE due_at <= now() ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED)
        RETURNING {Checkout.Columns}
        """;

    private const string ClaimPausing =
        $"""
        UPDATE checkouts SET due_at = now() + $2, run = $3
        WHERE id = $4 AND due_at IS NOT NULL AND (run IS NULL OR due_at <= now())
        RETURNING {Checkout.Columns}
        """;

    private const string Keep = "UPDATE checkouts SET due_at = now() + $3 WHERE id = $1 AND run = $2";

    private const string Record =
        """
        UPDATE checkouts SET step = $3, transaction_id = $4, failure_reason = $5, failure_metadata = $6, due_at = now() + $7,
          payment_token = CASE WHEN $3 BETWEEN 1 AND 2 THEN payment_token END
        WHERE id = $1 AND run = $2
        """;

    private const string Pause =
        """
        UPDATE checkouts SET step = $3, transaction_id = $4, tries = tries + 1, last_error = $5, due_at = now() + $6, run = NULL, failure_reason = $7, failure_metadata = $8,
          payment_token = CASE WHEN $3 BETWEEN 1 AND 2 THEN payment_token END
        WHERE id = $1 AND run = $2
        """;

    // Takes out of the cart what was bought, not what came in meanwhile. An order that was cancelled meanwhile is refunded next.
    private const string Complete =
        """
        WITH completed AS (
          UPDATE checkouts SET state = 2, step = CASE WHEN cancelled_at IS NULL THEN 0 ELSE 21 END, due_at = CASE WHEN cancelled_at IS NOT NULL THEN now() END,
            run = NULL, tries = 0, last_error = NULL, transaction_id = $3, payment_token = NULL, purchase = purchase - 'email' - 'address'
          WHERE id = $1 AND run = $2 AND state = 1 RETURNING kind, cart_id
        ), cleared AS (
          UPDATE carts SET version = nextval('cart_versions'), updated_at = now(), (book_ids, quantities) = (
            SELECT coalesce(array_agg(book_id ORDER BY place), '{}'), coalesce(array_agg(quantity ORDER BY place), '{}')
            FROM (SELECT item.book_id, item.quantity - coalesce(bought.quantity, 0) AS quantity, place
                  FROM unnest(carts.book_ids, carts.quantities) WITH ORDINALITY AS item(book_id, quantity, place)
                  LEFT JOIN unnest($4::int[], $5::int[]) AS bought(book_id, quantity) USING (book_id)) AS rest
            WHERE quantity > 0)
          FROM completed WHERE carts.kind = completed.kind AND carts.id = completed.cart_id
        )
        SELECT FROM completed
        """;

    // A refusal for want of stock uses the caller's key not up.
    private const string Fail =
        """
        WITH failed AS (
          UPDATE checkouts SET state = 3, step = 0, due_at = NULL, run = NULL, failure_reason = $3, failure_metadata = $4, payment_token = NULL, last_error = NULL,
            purchase = purchase - 'email' - 'address', request_id = CASE WHEN $3 <> 'OUT_OF_STOCK' THEN request_id END
          WHERE id = $1 AND run = $2 AND state = 1 RETURNING id
        ), given_back AS (
          DELETE FROM promotion_uses USING failed WHERE checkout_id = failed.id
        )
        SELECT FROM failed
        """;

    private const string End = "UPDATE checkouts SET step = 0, due_at = NULL, run = NULL, last_error = NULL WHERE id = $1 AND run = $2";

    private const string Stuck =
        $"""
        SELECT {Checkout.Columns} FROM checkouts
        WHERE due_at IS NOT NULL AND coalesce(cancelled_at, created_at) < now() - $2 AND id > $3 ORDER BY id LIMIT $4
        """;

    /// <summary>How long who runs a checkout has it.</summary>
    public TimeSpan Lease => 2 * options.Value.StepTimeout;

    public async Task<Checkout?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = Command(Find).Add(id);
        return (await command.ReadAllAsync(Checkout.Read, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The cart's checkout with this key; where there is none, the one that is under way.</summary>
    public async Task<Checkout?> FindAsync(CartKey cart, string requestId, CancellationToken cancellationToken)
    {
        var find = new NpgsqlBatchCommand(FindOfCart).Add(options.Value.CheckoutTimeout).Add((short)cart.Kind).Add(cart.Id).Add(requestId);
        return (await shared.Reads.ReadAllAsync(find, Checkout.Read, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Begins a checkout; null when the cart has changed, or has another one.</summary>
    /// <exception cref="PostgresException">The promotion was used meanwhile (<see cref="CartDbContext.PromotionKey"/>).</exception>
    public async Task<Checkout?> StartAsync(Checkout checkout, StoredCart cart, Guid run, CancellationToken cancellationToken)
    {
        var start = new NpgsqlBatchCommand(Start)
            .Add(checkout.Id).Add((short)cart.Key.Kind).Add(cart.Key.Id).Add(checkout.RequestId).Add(checkout.Fingerprint).Add(checkout.OrderUuid)
            .AddJson(checkout.Purchase.ToJson()).Add(checkout.PaymentToken).Add(Lease).Add(run).Add(checkout.TraceParent).Add(cart.Version)
            .Add(checkout.Purchase.Promotion);
        var made = await shared.Writes.ReadAllAsync(start, row => row.GetDateTime(0), cancellationToken);
        return made.Count == 1 ? checkout with { CreatedAt = made[0] } : null;
    }

    /// <summary>Takes on some that nobody runs.</summary>
    public async Task<List<Checkout>> ClaimDueAsync(Guid run, int limit, CancellationToken cancellationToken)
    {
        await using var command = Command(ClaimDue).Add(Lease).Add(run).Add(limit);
        return await command.ReadAllAsync(Checkout.Read, cancellationToken);
    }

    /// <summary>Takes on one that pauses, before its time; null when somebody runs it, or there is nothing to be done.</summary>
    public async Task<Checkout?> ClaimPausingAsync(Guid id, Guid run, CancellationToken cancellationToken)
    {
        await using var command = Command(ClaimPausing).Add(Lease).Add(run).Add(id);
        return (await command.ReadAllAsync(Checkout.Read, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Has it for longer; false when it is another's.</summary>
    public async Task<bool> KeepAsync(Guid id, Guid run, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Keep).Add(id).Add(run).Add(Lease);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Records how far it is; false when it is another's.</summary>
    /// <param name="checkout">As it is now.</param>
    /// <param name="run">Whose it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<bool> RecordAsync(Checkout checkout, Guid run, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Record).Add(checkout.Id).Add(run).Add((short)checkout.Step).Add(checkout.TransactionId)
            .Add(checkout.FailureReason).AddJson(ToJson(checkout.FailureMetadata)).Add(Lease);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Lets it go until a step may be tried again.</summary>
    public async Task PauseAsync(Checkout checkout, Guid run, string error, TimeSpan pause, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Pause)
            .Add(checkout.Id).Add(run).Add((short)checkout.Step).Add(checkout.TransactionId).Add(error).Add(pause)
            .Add(checkout.FailureReason).AddJson(ToJson(checkout.FailureMetadata));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Ends it well; false when it is another's, or has ended.</summary>
    public async Task<bool> CompleteAsync(Checkout checkout, Guid run, CancellationToken cancellationToken)
    {
        var items = checkout.Purchase.Items;
        var complete = new NpgsqlBatchCommand(Complete).Add(checkout.Id).Add(run).Add(checkout.TransactionId)
            .Add(items.Select(item => item.BookId).ToArray()).Add(items.Select(item => item.Quantity).ToArray());
        return (await shared.Writes.ReadAllAsync(complete, _ => true, cancellationToken)).Count == 1;
    }

    /// <summary>Ends it undone; false when it is another's, or has ended.</summary>
    public async Task<bool> FailAsync(Checkout checkout, Guid run, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Fail).Add(checkout.Id).Add(run).Add(checkout.FailureReason).AddJson(ToJson(checkout.FailureMetadata));
        return (await command.ReadAllAsync(_ => true, cancellationToken)).Count == 1;
    }

    /// <summary>Ends what followed a cancellation; false when it is another's.</summary>
    public async Task<bool> EndAsync(Checkout checkout, Guid run, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(End).Add(checkout.Id).Add(run);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Those under way for long, oldest first, after an id.</summary>
    public async Task<List<Checkout>> FindStuckAsync(Guid after, int limit, CancellationToken cancellationToken)
    {
        await using var command = Command(Stuck).Add(CartOptions.StuckAfter).Add(after).Add(limit);
        return await command.ReadAllAsync(Checkout.Read, cancellationToken);
    }

    private NpgsqlCommand Command(string statement) => database.CreateCommand(statement).Add(options.Value.CheckoutTimeout);

    private static string? ToJson(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is null ? null : JsonSerializer.Serialize(new(metadata), PurchaseJson.Default.DictionaryStringString);
}
