using System.Globalization;
using OrderApp.Benchmarks.Shop;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>Where a service keeps its orders: to be emptied before a run and counted after it.</summary>
internal sealed record StoredOrders(string Database, string EmptySql, string RowsSql, string EventsSql)
{
    public static StoredOrders Service { get; } = ServiceOn(OwnShop.OrdersName);

    /// <summary>The order service behind the pages.</summary>
    public static StoredOrders Shop { get; } = ServiceOn(OwnShop.ShopOrdersName);

    /// <summary>The naive service, which tells nobody of its orders.</summary>
    public static StoredOrders Naive { get; } = new(
        "naive", "TRUNCATE plain_orders", "SELECT count(*) FROM plain_orders", "SELECT count(*) FROM plain_orders");

    // The names stay: the service knows that they are there.
    public static StoredOrders ServiceOn(string database) => new(
        database, "TRUNCATE orders, order_requests, order_changes", "SELECT count(*) FROM orders", "SELECT count(*) FROM order_events");

    /// <summary>Each run begins with empty tables and nothing left to write for the ones before it.</summary>
    public async Task EmptyAsync(OwnDatabase database, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(Database, EmptySql, cancellationToken);
        await database.ExecuteAsync(Database, "CHECKPOINT", cancellationToken);
    }

    /// <summary>A run counts only when there is one row, and one event, for each call that was acknowledged.</summary>
    public async Task<Measurement> CheckAsync(OwnDatabase database, Measurement run, long acknowledged, CancellationToken cancellationToken)
    {
        var rows = await database.AskAsync<long>(Database, RowsSql, cancellationToken);
        var events = await database.AskAsync<long>(Database, EventsSql, cancellationToken);
        return rows == acknowledged && events == rows
            ? run with { Note = Join(run.Note, string.Create(CultureInfo.InvariantCulture, $"{acknowledged:N0} acknowledged = rows = events")) }
            : run with { Void = string.Create(CultureInfo.InvariantCulture, $"{acknowledged:N0} calls were acknowledged, but there are {rows:N0} rows and {events:N0} events") };
    }

    private static string Join(string? note, string more) => note is null ? more : $"{note}; {more}";
}
