namespace OrderApp.Benchmarks.Shop;

/// <summary>The orders in an order service's database: emptied before a run, counted after it, or put there to be read.</summary>
internal sealed class StoredOrders(OwnDatabase database, string name)
{
    // As the service would have stored them over a day: ids are UUIDs of version 7, each a little later than the one before; names are those of 5,000 books.
    private const string Insert =
        """
        INSERT INTO orders (id, name, completed, date, user_id, book_id, version, create_time, update_time)
        SELECT (lpad(to_hex(first + number * 86400000 / COUNT), 12, '0') || '7000a' || lpad(to_hex(number), 15, '0'))::uuid,
               'Book ' || number % 5000, number % 10 = 0, moment, 1 + number % 1000, 1 + number % 5000, 1, moment, moment
        FROM (SELECT number, first, start + interval '1 microsecond' * (number * 86400000000 / COUNT) AS moment
              FROM (SELECT now() - interval '1 day' AS start, (extract(epoch FROM now()) * 1000)::bigint - 86400000 AS first) AS day,
                   generate_series(1::bigint, COUNT) AS number) AS made
        """;

    // Statements that drop the table's indexes and primary key, and those that make them again, the same.
    private const string Indexes =
        """
        SELECT ARRAY[
          string_agg(CASE WHEN made.oid IS NULL THEN format('DROP INDEX %s', indexrelid::regclass)
                          ELSE format('ALTER TABLE orders DROP CONSTRAINT %I', conname) END, '; '),
          string_agg(CASE WHEN made.oid IS NULL THEN pg_get_indexdef(indexrelid)
                          ELSE format('ALTER TABLE orders ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(made.oid)) END, '; ')]
        FROM pg_index LEFT JOIN pg_constraint AS made ON conindid = indexrelid AND contype IN ('p', 'u')
        WHERE indrelid = 'orders'::regclass
        """;

    /// <summary>Each run begins with empty tables and nothing left to write for the ones before it.</summary>
    public Task EmptyAsync(CancellationToken cancellationToken) =>
        ExecuteAsync(cancellationToken, "TRUNCATE orders, order_requests, order_changes", "ALTER TABLE orders SET LOGGED", "CHECKPOINT");

    /// <summary>A run counts only when there is one row, and one event, for each call that was acknowledged.</summary>
    public async Task<Measurement> CheckAsync(Measurement run, long acknowledged, CancellationToken cancellationToken)
    {
        var rows = await AskAsync<long>("SELECT count(*) FROM orders", cancellationToken);
        var events = await AskAsync<long>("SELECT count(*) FROM order_events", cancellationToken);
        return rows == acknowledged && events == rows
            ? run with { Note = string.Create(CultureInfo.InvariantCulture, $"{run.Note}{(run.Note is null ? "" : "; ")}{acknowledged:N0} acknowledged = rows = events") }
            : run with { Void = string.Create(CultureInfo.InvariantCulture, $"{acknowledged:N0} calls were acknowledged, but there are {rows:N0} rows and {events:N0} events") };
    }

    /// <summary>
    /// Puts so many orders there without the service, unless they are there. Millions would take minutes, so the table is unlogged until it is emptied, which
    /// reading it does not notice, and its indexes are built afterwards.
    /// </summary>
    public async Task FillAsync(int orders, CancellationToken cancellationToken)
    {
        if (await AskAsync<bool>("SELECT EXISTS (SELECT FROM orders WHERE name LIKE 'Book %')", cancellationToken))
            return;
        await EmptyAsync(cancellationToken);
        var indexes = await AskAsync<string[]>(Indexes, cancellationToken);
        await ExecuteAsync(cancellationToken,
            indexes[0], "ALTER TABLE orders SET UNLOGGED",
            "INSERT INTO order_names SELECT 'Book ' || number FROM generate_series(0, 4999) AS number ON CONFLICT DO NOTHING",
            Insert.Replace("COUNT", orders.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
            $"SET maintenance_work_mem = '512MB'; {indexes[1]}",
            // Statistics for the planner, pages marked as visible to all, and nothing left to write later.
            "VACUUM ANALYZE orders, order_names", "CHECKPOINT");
    }

    public Task<string[]> IdsAsync(CancellationToken cancellationToken) => AskAsync<string[]>("SELECT array_agg(id::text ORDER BY random()) FROM orders", cancellationToken);

    private Task<TValue> AskAsync<TValue>(string sql, CancellationToken cancellationToken) => database.AskAsync<TValue>(name, sql, cancellationToken);

    private async Task ExecuteAsync(CancellationToken cancellationToken, params string[] statements)
    {
        foreach (var statement in statements)
            await database.ExecuteAsync(name, statement, cancellationToken);
    }
}
