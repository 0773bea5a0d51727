using Npgsql;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Stats;

/// <summary>
/// GetOrderStats: a day's orders are a range of the primary key, as ids begin with the time. The clock that makes ids is a replica's, and may be somewhat wrong
/// against the order's own time, which decides: so the range is an hour wider.
/// </summary>
internal sealed class StatsHandler(NpgsqlDataSource database, ShopMoney money)
{
    private static readonly TimeSpan ClockError = TimeSpan.FromHours(1);

    private const string Count =
        $"""
        SELECT extract(hour FROM create_time AT TIME ZONE 'UTC')::int, count(*), count(*) FILTER (WHERE {OrderStates.OfRow} IN (5, 6)),
          coalesce(sum(total) FILTER (WHERE {OrderStates.OfRow} NOT IN (5, 6) AND currency = $5), 0)::bigint
        FROM orders WHERE id >= $1 AND id < $2 AND create_time >= $3 AND create_time < $4 GROUP BY 1 ORDER BY 1
        """;

    public async Task<OrderStats> HandleAsync(GetOrderStatsRequest request, CancellationToken cancellationToken)
    {
        var day = UtcDay.Parse("day", request.Day);
        await using var command = database.CreateCommand(Count)
            .Add(UtcDay.FirstId(day.Begin - ClockError)).Add(UtcDay.FirstId(day.End + ClockError)).Add(day.Begin).Add(day.End).Add(money.Currency);
        var hours = await command.ReadAllAsync(Read, cancellationToken);
        return new() { Hours = { hours } };
    }

    private OrderStats.Types.Hour Read(NpgsqlDataReader row) => new()
    {
        Hour_ = row.GetInt32(0),
        Orders = row.GetInt64(1),
        Cancelled = row.GetInt64(2),
        Total = money.ToMessageOrNull(row.GetInt64(3)),
    };
}
