namespace OrderApp.Benchmarks.Shop;

/// <summary>What stands in the books of a shop: that many checkouts, orders, payments and copies.</summary>
internal sealed record SoldCounts(long Checkouts, long Orders, long Payments, long Copies, long Open)
{
    public static SoldCounts operator -(SoldCounts later, SoldCounts earlier) => new(
        later.Checkouts - earlier.Checkouts, later.Orders - earlier.Orders, later.Payments - earlier.Payments, later.Copies - earlier.Copies, later.Open);

    /// <summary>Whether every checkout has its one order, its one payment and its one copy, and none is half done.</summary>
    public bool AddsUp(long acknowledged, bool failed) =>
        Open == 0 && Orders == Checkouts && Payments == Checkouts && Copies == Checkouts && (failed ? Checkouts >= acknowledged : Checkouts == acknowledged);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Checkouts:N0} completed checkouts, {Orders:N0} paid orders, {Payments:N0} captured payments, {Copies:N0} sold copies, {Open:N0} checkouts under way");
}

/// <summary>The books of the services that sell: counted, and filled with sales as if they had been made.</summary>
internal sealed class Sales(SellingShop shop)
{
    // As the services would have stored them over a day, a line and a customer each: ids are UUIDs of version 7, each a little later than the one before.
    private const string Made =
        """
        SELECT number, moment, (lpad(to_hex(floor(extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '7000a' || lpad(to_hex(number), 15, '0'))::uuid AS id,
          md5('customer ' || number)::uuid AS customer, 1 + number % 1000 AS book
        FROM (SELECT number, now() - interval '1 day' + interval '1 microsecond' * (number * 86400000000 / COUNT) AS moment
              FROM generate_series(1::bigint, COUNT) AS number) AS moments
        """;

    private static readonly (string Part, string[] Statements)[] Fill =
    [
        ("orderservice",
        [
            "INSERT INTO order_names SELECT 'Book ' || number FROM generate_series(1, 1000) AS number ON CONFLICT DO NOTHING",
            """
            INSERT INTO orders (id, name, completed, date, version, create_time, update_time, customer_id, state, paid, total, currency, details)
            SELECT id, 'Book ' || book, false, moment, 1, moment, moment, customer, 2, true, 1000, 'USD', jsonb_build_object(
              'lines', jsonb_build_array(jsonb_build_object(
                'bookId', book, 'title', 'Book ' || book, 'quantity', 1, 'unitPrice', '{"currencyCode": "USD", "units": "10"}'::jsonb, 'total', '{"currencyCode": "USD", "units": "10"}'::jsonb)),
              'deliveryAddress', '{"name": "Ada Lovelace", "line1": "12 St James Square", "city": "London", "postalCode": "SW1Y 4JH", "country": "GB"}'::jsonb,
              'fingerprint', '0011223344556677')
            FROM MADE
            """,
            "INSERT INTO order_requests (request_id, customer_id, fingerprint, order_id, date, create_time) SELECT id || ':order', '00000000-0000-0000-0000-000000000000', '\\x0011223344556677', id, moment, moment FROM MADE",
        ]),
        ("cart",
        [
            "INSERT INTO carts (kind, id, book_ids, quantities) SELECT 2, customer, '{}', '{}' FROM MADE",
            """
            INSERT INTO checkouts (id, kind, cart_id, request_id, fingerprint, order_uuid, purchase, transaction_id, state, step, created_at)
            SELECT id, 2, customer, 'bought', decode(md5(number::text) || md5(number::text), 'hex'), id, jsonb_build_object(
              'lines', jsonb_build_array(jsonb_build_object('bookId', book, 'title', 'Book ' || book, 'quantity', 1, 'unitPrice', 1000, 'free', 0, 'gone', false)),
              'total', 1000, 'discount', 0, 'language', 'en'), id::text, 2, 0, moment
            FROM MADE
            """,
        ]),
        ("transactions",
        [
            """
            INSERT INTO transactions (id, order_uuid, customer_id, state, authorized, captured, refunded, refunding, moving, holds_order, reference,
              promotion, email, language, receipt, create_time, update_time)
            SELECT id, id, customer, 3, 1000, 1000, 0, 0, false, true, id::text, '', 'ada@example.com', 'en', jsonb_build_object(
              'Discount', 0, 'Lines', jsonb_build_array(jsonb_build_object('Title', 'Book ' || book, 'Quantity', 1, 'Free', 0, 'UnitPrice', 1000, 'Total', 1000))), moment, moment
            FROM MADE
            """,
            """
            INSERT INTO operations (id, transaction_id, caller, request_id, fingerprint, kind, state, amount, closes_order, tries, next_try, create_time,
              result_state, result_authorized, result_captured, result_refunded, result_time)
            SELECT overlay(id::text placing lpad(kind::text, 2, '0') from 15 for 2)::uuid, id, 'service', id || (ARRAY[':authorize', ':capture'])[kind],
              decode(md5(number::text) || md5(number::text), 'hex'), kind, 2, 1000, false, 0, moment, moment, kind + 1, 1000, 1000 * (kind - 1), 0, moment
            FROM MADE, generate_series(1, 2) AS kind
            """,
            "INSERT INTO sandbox.payments (reference, authorized, captured) SELECT id::text, 1000, 1000 FROM MADE",
            "INSERT INTO sandbox.calls (key, kind, reference, amount, accepted) SELECT id || kind, kind, id::text, 1000, true FROM MADE, unnest(ARRAY['authorize', 'capture']) AS kind",
        ]),
        ("inventory",
        [
            "INSERT INTO reservations (id, state, expires_at, book_ids, quantities) SELECT id::text, 2, moment, ARRAY[book]::int[], ARRAY[1] FROM MADE",
            """
            INSERT INTO ledger (time, book_id, kind, delta_available, delta_reserved, delta_sold, reservation_id)
            SELECT moment, -book, kind, kind - 4, 7 - 2 * kind, kind - 3, id::text FROM MADE, generate_series(3, 4) AS kind
            """,
        ]),
    ];

    /// <summary>What has been sold since the shop was opened, without what <see cref="FillAsync"/> put there.</summary>
    public async Task<SoldCounts> CountAsync(CancellationToken cancellationToken) => new(
        await AskAsync("cart", "SELECT count(*) FROM checkouts WHERE state = 2", cancellationToken),
        await AskAsync("orderservice", "SELECT count(*) FROM orders WHERE paid", cancellationToken),
        await AskAsync("transactions", "SELECT count(*) FROM transactions WHERE state = 3 AND captured > 0", cancellationToken),
        await AskAsync("inventory", "SELECT coalesce(sum(sold), 0)::bigint FROM stock", cancellationToken),
        await AskAsync("cart", "SELECT count(*) FROM checkouts WHERE state = 1", cancellationToken));

    /// <summary>Puts so many sales there, unless there are some.</summary>
    public async Task FillAsync(int count, CancellationToken cancellationToken)
    {
        if (await AskAsync("cart", "SELECT count(*) FROM (SELECT FROM checkouts WHERE request_id = 'bought' LIMIT 1) AS one", cancellationToken) > 0)
            return;
        var made = $"({Made.Replace("COUNT", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}) AS made";
        await Task.WhenAll(Fill.Select(async part =>
        {
            foreach (var statement in part.Statements)
                await shop.Database.ExecuteAsync(shop[part.Part], statement.Replace("MADE", made, StringComparison.Ordinal), cancellationToken);
            // Statistics for the planner, pages marked as visible to all.
            await shop.Database.ExecuteAsync(shop[part.Part], "VACUUM ANALYZE", cancellationToken);
        }));
        await shop.Database.ExecuteAsync(shop.Cart.Database, "CHECKPOINT", cancellationToken);
    }

    private Task<long> AskAsync(string part, string sql, CancellationToken cancellationToken) => shop.Database.AskAsync<long>(shop[part], sql, cancellationToken);
}
