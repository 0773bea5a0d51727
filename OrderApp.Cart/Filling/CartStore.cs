using Npgsql;
using OrderApp.Buying.Common;
using OrderApp.Buying.Pricing;
using OrderApp.Buying.Storage;

namespace OrderApp.Buying.Filling;

/// <summary>
/// Reads and changes carts. A change of one cart is written only while the cart is as it was read, else it is made anew; a merge locks its carts,
/// account before guest. So none is lost and none waits in a circle.
/// </summary>
internal sealed class CartStore(NpgsqlDataSource database, CartDatabase shared)
{
    private const string Find =
        """
        SELECT book_ids, quantities, version, NOT EXISTS (SELECT FROM promotion_uses WHERE promotion = $3 AND kind = $1 AND customer_id = $2),
          (SELECT book_id = $5 AND quantity = $6 FROM cart_requests WHERE kind = $1 AND cart_id = $2 AND request_id = $4)
        FROM (SELECT) AS one LEFT JOIN carts ON kind = $1 AND id = $2
        """;

    private const string Make = "INSERT INTO carts (kind, id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    private const string Lock = "SELECT book_ids, quantities FROM carts WHERE kind = $1 AND id = $2 FOR UPDATE";

    private const string Write =
        "UPDATE carts SET book_ids = $3, quantities = $4, version = nextval('cart_versions'), updated_at = now() WHERE kind = $1 AND id = $2";

    // A cart that was never filled has version 0, and no row. Of those who change it at once, all but the first find another version.
    private const string Change =
        """
        WITH changed AS (
          INSERT INTO carts AS cart (kind, id, book_ids, quantities)
          SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT FROM cart_requests WHERE kind = $1 AND cart_id = $2 AND request_id = $6)
          ON CONFLICT (kind, id) DO UPDATE SET book_ids = $3, quantities = $4, version = nextval('cart_versions'), updated_at = now() WHERE cart.version = $5
          RETURNING version
        ), remembered AS (
          INSERT INTO cart_requests (kind, cart_id, request_id, book_id, quantity) SELECT $1, $2, $6, $7, $8 FROM changed WHERE $6 IS NOT NULL
        )
        SELECT version FROM changed
        """;

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

    public async Task<StoredCart> FindAsync(CartKey key, CancellationToken cancellationToken) => (await FindAsync(key, default, null, cancellationToken)).Cart;

    /// <summary>Changes what a cart holds, and answers how it is then.</summary>
    public async Task<StoredCart> ChangeAsync(CartKey key, Func<IReadOnlyList<CartItem>, IReadOnlyList<CartItem>> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var cart = await FindAsync(key, cancellationToken);
            if (await WriteAsync(cart, change(cart.Items), default, null, cancellationToken) is { } changed)
                return changed;
        }
    }

    /// <summary>Adds copies of a book, once for a key, and answers how the cart is then.</summary>
    /// <exception cref="Grpc.Core.RpcException">ALREADY_EXISTS: the key was used for something else. FAILED_PRECONDITION: too many.</exception>
    public async Task<StoredCart> AddAsync(CartKey key, CartItem added, string requestId, CancellationToken cancellationToken)
    {
        var request = requestId.Length > 0 ? requestId : null;
        while (true)
        {
            var (cart, isSame) = await FindAsync(key, added, request, cancellationToken);
            if (isSame is not null)
                return isSame.Value ? cart : throw CartErrors.RequestIdTaken();
            if (await WriteAsync(cart, CartRules.Add(cart.Items, added.BookId, added.Quantity), added, request, cancellationToken) is { } changed)
                return changed;
        }
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
        await using var find = On(new NpgsqlCommand(BeingBought, connection), guest);
        var bought = await find.ReadAllAsync(row => new CartItem(row.GetInt32(0), row.GetInt32(1)), cancellationToken);
        var moved = CartRules.Without(others, bought);
        if (moved.Count > 0)
        {
            await WriteAsync(connection, account, CartRules.Merge(items, moved), cancellationToken);
            await WriteAsync(connection, guest, CartRules.Without(others, moved), cancellationToken);
        }

        await using var inherit = On(On(new NpgsqlCommand(InheritPromotions, connection), guest), account).Add(Promotion.Name);
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
        await using var command = On(new NpgsqlCommand(Write, connection), key)
            .Add(items.Select(item => item.BookId).ToArray()).Add(items.Select(item => item.Quantity).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The cart, and whether an AddItem with this key was the same; null when there was none.</summary>
    private async Task<(StoredCart Cart, bool? IsSame)> FindAsync(CartKey key, CartItem added, string? requestId, CancellationToken cancellationToken)
    {
        var find = On(new NpgsqlBatchCommand(Find), key).Add(Promotion.Name).Add(requestId).Add(added.BookId).Add(added.Quantity);
        return (await shared.Reads.ReadAllAsync(find, row => Read(key, row), cancellationToken)).Single();
    }

    /// <summary>Writes what a cart holds now; null when it is not any more as it was read, or the key was used.</summary>
    private async Task<StoredCart?> WriteAsync(
        StoredCart cart, IReadOnlyList<CartItem> items, CartItem added, string? requestId, CancellationToken cancellationToken)
    {
        var change = On(new NpgsqlBatchCommand(Change), cart.Key)
            .Add(items.Select(item => item.BookId).ToArray()).Add(items.Select(item => item.Quantity).ToArray()).Add(cart.Version)
            .Add(requestId).Add(added.BookId).Add(added.Quantity);
        var versions = await shared.Writes.ReadAllAsync(change, row => row.GetInt64(0), cancellationToken);
        return versions.Count == 1 ? cart with { Items = items, Version = versions[0] } : null;
    }

    private static (StoredCart Cart, bool? IsSame) Read(CartKey key, NpgsqlDataReader row)
    {
        var (items, version) = row.IsDBNull(2) ? ([], 0) : (Items(row), row.GetInt64(2));
        return (new(key, items, version, row.GetBoolean(3)), row.IsDBNull(4) ? null : row.GetBoolean(4));
    }

    private static NpgsqlBatchCommand On(NpgsqlBatchCommand command, CartKey key) => command.Add((short)key.Kind).Add(key.Id);

    private static NpgsqlCommand On(NpgsqlCommand command, CartKey key) => command.Add((short)key.Kind).Add(key.Id);

    private static IReadOnlyList<CartItem> Items(NpgsqlDataReader row) => CartItem.Of(row.GetFieldValue<int[]>(0), row.GetFieldValue<int[]>(1));
}
