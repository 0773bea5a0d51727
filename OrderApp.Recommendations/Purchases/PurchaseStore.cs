using Npgsql;
using OrderApp.Protos;

namespace OrderApp.Books.Purchases;

/// <summary>
/// The purchases, for the one process that may write them. It has them by a lock of its session, and writes through the
/// same session, so a process that lost the lock cannot write any more.
/// </summary>
internal sealed class PurchaseStore : IAsyncDisposable
{
    private const long LockKey = 0x70757263_68617365; // "purchase"

    private readonly NpgsqlConnection connection;

    private PurchaseStore(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Opens the purchases for writing; null when another process has them.</summary>
    public static async Task<PurchaseStore?> TryOpenAsync(NpgsqlDataSource database, CancellationToken cancelled)
    {
        var connection = await database.OpenConnectionAsync(cancelled);
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
            if (await command.ExecuteScalarAsync(cancelled) is true)
                return new(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>The resume token of the last event that was applied; null when the purchases have to be built from the orders.</summary>
    public async Task<string?> ReadTokenAsync(CancellationToken cancelled)
    {
        await using var command = new NpgsqlCommand($"SELECT resume_token FROM feed_position WHERE id = {FeedPosition.OnlyId}", connection);
        return await command.ExecuteScalarAsync(cancelled) as string;
    }

    /// <summary>Forgets how far the events were dealt with.</summary>
    public async Task ForgetTokenAsync(CancellationToken cancelled)
    {
        await using var command = new NpgsqlCommand("DELETE FROM feed_position", connection);
        await command.ExecuteNonQueryAsync(cancelled);
    }

    /// <summary>Applies events, and keeps the last one's token with them. Applied again they change nothing.</summary>
    public async Task ApplyAsync(IReadOnlyList<OrderEvent> events, CancellationToken cancelled)
    {
        // The last event of an order tells what has become of it.
        var orders = events.GroupBy(told => told.Order.Uuid).Select(told => told.Last()).ToLookup(IsPurchase, told => told.Order);

        // Without a transaction of its own a batch is one.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command("DELETE FROM purchases WHERE order_id = ANY ($1)", orders[false], order => Guid.Parse(order.Uuid)),
                Upsert("purchases", orders[true]),
                new NpgsqlBatchCommand($"""
                    INSERT INTO feed_position (id, resume_token) VALUES ({FeedPosition.OnlyId}, $1)
                    ON CONFLICT (id) DO UPDATE SET resume_token = excluded.resume_token
                    """)
                {
                    Parameters = { new NpgsqlParameter<string> { TypedValue = events[^1].ResumeToken } },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancelled);
    }

    /// <summary>Makes the purchases those of the orders that are listed. Readers see the old ones until all is done.</summary>
    public async Task RebuildAsync(IAsyncEnumerable<IReadOnlyCollection<Order>> pages, CancellationToken cancelled)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancelled);
        await ExecuteAsync("CREATE TEMPORARY TABLE listed_purchases (LIKE purchases INCLUDING INDEXES) ON COMMIT DROP", cancelled);
        await foreach (var orders in pages.WithCancellation(cancelled))
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands = { Upsert("listed_purchases", orders.Where(order => order.HasUserId && order.HasBookId)) },
            };
            await batch.ExecuteNonQueryAsync(cancelled);
        }

        await ExecuteAsync("""
            DELETE FROM purchases WHERE NOT EXISTS (SELECT FROM listed_purchases listed WHERE listed.order_id = purchases.order_id);
            INSERT INTO purchases SELECT * FROM listed_purchases ON CONFLICT (order_id)
                DO UPDATE SET user_id = excluded.user_id, book_id = excluded.book_id
                WHERE (purchases.user_id, purchases.book_id) <> (excluded.user_id, excluded.book_id);
            """, cancelled);
        await transaction.CommitAsync(cancelled);
        await ExecuteAsync("ANALYZE purchases", cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // The pool would keep the session, and with it the lock.
            await ExecuteAsync("SELECT pg_advisory_unlock_all()", CancellationToken.None);
        }
        catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
        {
            // So is the lock.
        }
        await connection.DisposeAsync();
    }

    private static bool IsPurchase(OrderEvent told) =>
        told.Type != OrderEvent.Types.Type.Deleted && told.Order.HasUserId && told.Order.HasBookId;

    private static NpgsqlBatchCommand Upsert(string table, IEnumerable<Order> orders)
    {
        var purchases = orders.ToList();
        var command = Command($"""
            INSERT INTO {table} (order_id, user_id, book_id) SELECT * FROM unnest($1, $2, $3) ON CONFLICT (order_id)
                DO UPDATE SET user_id = excluded.user_id, book_id = excluded.book_id
                WHERE ({table}.user_id, {table}.book_id) <> (excluded.user_id, excluded.book_id)
            """, purchases, order => Guid.Parse(order.Uuid));
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. purchases.Select(order => order.UserId)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. purchases.Select(order => order.BookId)] });
        return command;
    }

    private static NpgsqlBatchCommand Command<T>(string sql, IEnumerable<Order> orders, Func<Order, T> value) =>
        new(sql) { Parameters = { new NpgsqlParameter<T[]> { TypedValue = [.. orders.Select(value)] } } };

    private async Task ExecuteAsync(string sql, CancellationToken cancelled)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancelled);
    }
}
