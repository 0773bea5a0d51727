using Npgsql;
using OrderApp.Buying.Common;
using OrderApp.Buying.Pricing;
using OrderApp.Buying.Storage;

namespace OrderApp.Buying.Filling;

/// <summary>Reads and changes carts. A change locks its carts, account before guest, so that none is lost and none waits in a circle.</summary>
internal sealed class CartStore(NpgsqlDataSource database)
{
    private const string Find =
        """
        SELECT book_ids, quantities, version, NOT EXISTS (SELECT FROM promotion_uses WHERE promotion = $3 AND kind = $1 AND customer_id = $2)
        FROM (SELECT) AS one LEFT JOIN carts ON kind = $1 AND id = $2
        """;

    private const string Make = "INSERT INTO carts (kind, id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    private const string Lock = "SELECT book_ids, quantities FROM carts WHERE kind = $1 AND id = $2 FOR UPDATE";

    private const string Write =
        "UPDATE carts SET book_ids = $3, quantities = $4, version = nextval('cart_versions'), updated_at = now() WHERE kind = $1 AND id = $2";

    private const string RememberRequest =
        """
        INSERT INTO cart_requests (kind, cart_id, request_id, book_id, quantity) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
        """;

    private const string SameRequest =
        "SELECT book_id = $4 AND quantity = $5 FROM cart_requests WHERE kind = $1 AND cart_id = $2 AND request_id = $3";

    private const string BeingBought =
        """
        SELECT (line ->> 'bookId')::int, (line ->> 'quantity')::int
        FROM checkouts, jsonb_array_elements(purchase -> 'lines') AS line WHERE kind = $1 AND cart_id = $2 AND state = 1
        """;

    private const string InheritPromotions =
        """
        INSERT INTO promotion_uses (promotion, kind, customer_id, checkout_id)
        SELECT promotion, $3, $4, checkout_id FROM promotion_uses WHERE promotion = $5 AND kind = $1 AND customer_id = $2
        ON CONFLICT DO NOTHING
        """;

    public async Task<StoredCart> FindAsync(CartKey key, CancellationToken cancellationToken)
    {
        await using var command = On(database.CreateCommand(Find), key).Add(Promotion.Name);
        return (await command.ReadAllAsync(row => row.IsDBNull(2)
            ? new StoredCart(key, [], 0, row.GetBoolean(3))
            : new StoredCart(key, Items(row), row.GetInt64(2), row.GetBoolean(3)), cancellationToken)).Single();
    }

    /// <summary>Changes what a cart holds.</summary>
    public async Task ChangeAsync(CartKey key, Func<IReadOnlyList<CartItem>, IReadOnlyList<CartItem>> change, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await WriteAsync(connection, key, change(await LockAsync(connection, key, cancellationToken)), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Adds copies of a book, once for a key.</summary>
    /// <exception cref="Grpc.Core.RpcException">ALREADY_EXISTS: the key was used for something else. FAILED_PRECONDITION: too many.</exception>
    public async Task AddAsync(CartKey key, CartItem added, string requestId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (requestId.Length > 0 && await RememberAsync(connection, key, added, requestId, cancellationToken) == 0)
        {
            await using var same = Request(new(SameRequest, connection), key, added, requestId);
            if (await same.ExecuteScalarAsync(cancellationToken) is not true)
                throw CartErrors.RequestIdTaken();
            return;
        }

        var items = CartRules.Add(await LockAsync(connection, key, cancellationToken), added.BookId, added.Quantity);
        await WriteAsync(connection, key, items, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Puts what a guest's cart holds into an account's, and with it whether the promotion was used. What is just being bought stays: the checkout takes
    /// it out of where it found it.
    /// </summary>
    public async Task MergeAsync(CartKey guest, CartKey account, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var items = await LockAsync(connection, account, cancellationToken);
        var others = await LockAsync(connection, guest, cancellationToken);
        await using var find = On(new(BeingBought, connection), guest);
        var bought = await find.ReadAllAsync(row => new CartItem(row.GetInt32(0), row.GetInt32(1)), cancellationToken);
        var moved = CartRules.Without(others, bought);
        if (moved.Count > 0)
        {
            await WriteAsync(connection, account, CartRules.Merge(items, moved), cancellationToken);
            await WriteAsync(connection, guest, CartRules.Without(others, moved), cancellationToken);
        }

        await using var inherit = On(On(new(InheritPromotions, connection), guest), account).Add(Promotion.Name);
        await inherit.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<CartItem>> LockAsync(NpgsqlConnection connection, CartKey key, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand(Make).Add((short)key.Kind).Add(key.Id), new NpgsqlBatchCommand(Lock).Add((short)key.Kind).Add(key.Id) },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Items(reader);
    }

    private static async Task WriteAsync(NpgsqlConnection connection, CartKey key, IReadOnlyList<CartItem> items, CancellationToken cancellationToken)
    {
        await using var command = On(new(Write, connection), key)
            .Add(items.Select(item => item.BookId).ToArray()).Add(items.Select(item => item.Quantity).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<int> RememberAsync(NpgsqlConnection connection, CartKey key, CartItem added, string requestId, CancellationToken cancellationToken)
    {
        await using var command = Request(new(RememberRequest, connection), key, added, requestId);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlCommand Request(NpgsqlCommand command, CartKey key, CartItem added, string requestId) =>
        On(command, key).Add(requestId).Add(added.BookId).Add(added.Quantity);

    private static NpgsqlCommand On(NpgsqlCommand command, CartKey key) => command.Add((short)key.Kind).Add(key.Id);

    private static IReadOnlyList<CartItem> Items(NpgsqlDataReader row) => CartItem.Of(row.GetFieldValue<int[]>(0), row.GetFieldValue<int[]>(1));
}
