using Npgsql;
using OrderApp.Payments.Common;
using OrderApp.Payments.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Payments.Reading;

/// <summary>
/// GetPaymentStats: the day's operations are a range of the primary key, as ids begin with the time. An operation whose answer was lost may be settled later, so
/// the range begins a day before.
/// </summary>
internal sealed class PaymentStatistics(NpgsqlDataSource database, ShopMoney money)
{
    private static readonly TimeSpan Settled = TimeSpan.FromDays(1);
    private static readonly TimeSpan ClockError = TimeSpan.FromHours(1);

    private static readonly string Count =
        $"""
        SELECT extract(hour FROM o.result_time AT TIME ZONE 'UTC')::int,
          count(*) FILTER (WHERE o.kind = {(short)OperationKind.Capture}), coalesce(sum(o.amount) FILTER (WHERE o.kind = {(short)OperationKind.Capture}), 0)::bigint,
          count(*) FILTER (WHERE o.kind = {(short)OperationKind.Refund}), coalesce(sum(o.amount) FILTER (WHERE o.kind = {(short)OperationKind.Refund}), 0)::bigint,
          count(*) FILTER (WHERE o.kind = {(short)OperationKind.Capture} AND t.promotion <> '')
        FROM operations o JOIN transactions t ON t.id = o.transaction_id
        WHERE o.id >= $1 AND o.id < $2 AND o.result_time >= $3 AND o.result_time < $4
          AND o.kind IN ({(short)OperationKind.Capture}, {(short)OperationKind.Refund}) AND o.state = {(short)OperationState.Done}
        GROUP BY 1 ORDER BY 1
        """;

    public async Task<PaymentStats> ReadAsync(GetPaymentStatsRequest request, CancellationToken cancellationToken)
    {
        var day = UtcDay.Parse("day", request.Day);
        await using var command = database.CreateCommand(Count)
            .Add(UtcDay.FirstId(day.Begin - Settled)).Add(UtcDay.FirstId(day.End + ClockError)).Add(day.Begin).Add(day.End);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var stats = new PaymentStats();
        while (await row.ReadAsync(cancellationToken))
        {
            stats.Hours.Add(new PaymentStats.Types.Hour
            {
                Hour_ = row.GetInt32(0),
                Payments = row.GetInt64(1),
                Captured = money.ToMessageOrNull(row.GetInt64(2)),
                Refunds = row.GetInt64(3),
                Refunded = money.ToMessageOrNull(row.GetInt64(4)),
                Promotions = row.GetInt64(5),
            });
        }

        return stats;
    }
}
