using Npgsql;
using OrderApp.Protos;
using OrderApp.Reviewing.Storage;
using static OrderApp.Protos.Order.Types;

namespace OrderApp.Reviewing.Purchases;

/// <summary>Writes who bought what, and how far the orders were followed, for the one process that may.</summary>
internal sealed class PurchaseStore(NpgsqlConnection connection)
{
    // Orders of accounts that were deleted have this customer.
    private static readonly Guid DeletedCustomer = Guid.AllBitsSet;

    private const string ReadToken = "SELECT orders_token FROM followed WHERE id = 1";

    private const string WriteToken = "UPDATE followed SET orders_token = $1 WHERE id = 1";

    private const string ForgetToken = "UPDATE followed SET orders_token = NULL WHERE id = 1";

    private const string Remove = "DELETE FROM purchases WHERE order_id = ANY ($1)";

    private const string Add = "INSERT INTO purchases (order_id, book_id, customer_id) SELECT * FROM unnest($1, $2, $3) ON CONFLICT DO NOTHING";

    /// <summary>The resume token of the last event that was applied; null when the purchases have to be built from the orders.</summary>
    public async Task<string?> ReadTokenAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ReadToken, connection);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    /// <summary>Forgets how far the events were dealt with.</summary>
    public async Task ForgetTokenAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ForgetToken, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Applies events, and keeps the last one's token with them. Applied again they change nothing.</summary>
    public async Task ApplyAsync(IReadOnlyList<OrderEvent> events, CancellationToken cancellationToken)
    {
        // The last event of an order tells what has become of it: what stood of it before goes.
        var last = events.GroupBy(told => told.Order.Uuid).Select(told => told.Last()).ToList();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Remove).Add(last.Select(told => Guid.Parse(told.Order.Uuid)).ToArray()),
                AddCommand(last.Where(told => told.Type is not OrderEvent.Types.Type.Deleted).Select(told => told.Order)),
                new NpgsqlBatchCommand(WriteToken).Add(events[^1].ResumeToken),
            },
        };
        // Without a transaction of its own a batch is one.
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Makes the purchases those of the orders that are listed. Readers see the old ones until all is done.</summary>
    /// <param name="pages">All orders.</param>
    /// <param name="token">Where to go on after them; null: it is not known yet.</param>
    /// <param name="cancellationToken">Ends it; nothing is changed then.</param>
    public async Task RebuildAsync(IAsyncEnumerable<IReadOnlyCollection<Order>> pages, string? token, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var clear = new NpgsqlCommand("DELETE FROM purchases", connection))
            await clear.ExecuteNonQueryAsync(cancellationToken);
        await foreach (var orders in pages.WithCancellation(cancellationToken))
        {
            await using var add = new NpgsqlBatch(connection) { BatchCommands = { AddCommand(orders) } };
            await add.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var write = new NpgsqlCommand(WriteToken, connection).Add(token))
            await write.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand AddCommand(IEnumerable<Order> orders)
    {
        var bought = orders.Where(IsBought)
            .SelectMany(order => order.Lines.Select(line => (Id: Guid.Parse(order.Uuid), line.BookId, Customer: Guid.Parse(order.CustomerId)))).ToList();
        return new NpgsqlBatchCommand(Add)
            .Add(bought.Select(row => row.Id).ToArray()).Add(bought.Select(row => row.BookId).ToArray()).Add(bought.Select(row => row.Customer).ToArray());
    }

    // Anybody may record an order and call it delivered; its lines only a checkout sets.
    private static bool IsBought(Order order) =>
        order.State is State.Paid or State.Shipped or State.Delivered
        && order.Lines.Count > 0 && Guid.TryParse(order.CustomerId, out var customer) && customer != DeletedCustomer;
}
