using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Payments.Common;
using OrderApp.Payments.Providers;
using OrderApp.Payments.Storage;
using OrderApp.ServiceDefaults;

namespace OrderApp.Payments.Settling;

/// <summary>
/// Finishes what was begun: asks the provider about every operation whose answer was lost, with a timeout or with the process that waited for it. On
/// several replicas at once each takes others.
/// </summary>
internal sealed partial class Reconciliation(
    NpgsqlDataSource database, ProviderCalls calls, ReconciliationSignal signal, IDatabaseReadiness schema, PaymentMetrics metrics,
    IOptions<PaymentOptions> options, ILogger<Reconciliation> logger) : DatabaseWorker
{
    private const int AtOnce = 20;

    private static readonly string Take =
        $"""
        UPDATE operations o SET tries = tries + 1, next_try = now() + $1
        FROM transactions t
        WHERE t.id = o.transaction_id AND o.id IN (
            SELECT id FROM operations
            WHERE state IN ({(short)OperationState.Intended}, {(short)OperationState.Unknown}) AND next_try <= now()
            ORDER BY next_try LIMIT $2 FOR UPDATE SKIP LOCKED)
        RETURNING o.id, o.kind, o.amount, t.reference, o.token, o.tries
        """;

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        while (true)
        {
            try
            {
                while (await FinishSomeAsync(stopping) == AtOnce)
                {
                }
            }
            catch (NpgsqlException error)
            {
                DatabaseAway(error.GetType().Name);
            }

            await signal.WaitAsync(options.Value.ReconcileEvery, stopping);
        }
    }

    private async Task<int> FinishSomeAsync(CancellationToken stopping)
    {
        var taken = new List<(PendingOperation Operation, int Tries)>();
        await using (var command = database.CreateCommand(Take))
        {
            await using var row = await command.Add(options.Value.Lease).Add(AtOnce).ExecuteReaderAsync(stopping);
            while (await row.ReadAsync(stopping))
            {
                var token = row.IsDBNull(4) ? null : new PaymentToken(row.GetString(4));
                taken.Add((new(row.GetGuid(0), (OperationKind)row.GetInt16(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetString(3), token), row.GetInt32(5)));
            }
        }

        var answers = await Task.WhenAll(taken.Select(one => calls.FinishAsync(one.Operation, one.Tries)));
        metrics.Reconciled.Add(answers.Count(answer => answer is not null));
        return taken.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reconciliation cannot read the operations, trying on: {Reason}")]
    private partial void DatabaseAway(string reason);
}

/// <summary>Records what the provider tells by itself.</summary>
internal sealed partial class Notifications(IPaymentProvider provider, Settlement settlement, ILogger<Notifications> logger) : DatabaseWorker
{
    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await foreach (var (key, answer) in provider.NotificationsAsync(stopping))
        {
            try
            {
                await settlement.SettleAsync(key, answer, stopping);
            }
            catch (NpgsqlException error)
            {
                NotRecorded(error.GetType().Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What the provider told was not recorded, and is left to reconciliation: {Reason}")]
    private partial void NotRecorded(string reason);
}
