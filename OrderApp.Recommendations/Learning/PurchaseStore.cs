using Npgsql;
using OrderApp.Protos;
using OrderApp.Recommending.Storage;

namespace OrderApp.Recommending.Learning;

/// <summary>Reads how far the orders were followed and writes the purchases, for the one process that may.</summary>
internal sealed class PurchaseStore(NpgsqlConnection connection)
{
    /// <summary>The resume token of the last event that was applied; null when the purchases have to be built from the orders.</summary>
    public async Task<string?> ReadTokenAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT resume_token FROM feed_position WHERE id = {FeedPosition.OnlyId}", connection);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    /// <summary>Forgets how far the events were dealt with.</summary>
    public async Task ForgetTokenAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("DELETE FROM feed_position", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Applies events, and keeps the last one's token with them. Applied again they change nothing.</summary>
    public async Task ApplyAsync(IReadOnlyList<OrderEvent> events, CancellationToken cancellationToken)
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
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Makes the purchases those of the orders that are listed. Readers see the old ones until all is done.</summary>
    public async Task RebuildAsync(IAsyncEnumerable<IReadOnlyCollection<Order>> pages, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync("CREATE TEMPORARY TABLE listed_purchases (LIKE purchases INCLUDING INDEXES) ON COMMIT DROP", cancellationToken);
        await foreach (var orders in pages.WithCancellation(cancellationToken))
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands = { Upsert("listed_purchases", orders.Where(order => order.HasUserId && order.HasBookId)) },
            };
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await ExecuteAsync("""
            DELETE FROM purchases WHERE NOT EXISTS (SELECT FROM listed_purchases listed WHERE listed.order_id = purchases.order_id);
            INSERT INTO purchases SELECT * FROM listed_purchases ON CONFLICT (order_id)
                DO UPDATE SET user_id = excluded.user_id, book_id = excluded.book_id
                WHERE (purchases.user_id, purchases.book_id) <> (excluded.user_id, excluded.book_id);
            """, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await ExecuteAsync("ANALYZE purchases", cancellationToken);
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

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
