using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Payments.Common;
using OrderApp.Payments.Providers;
using OrderApp.Payments.Storage;

namespace OrderApp.Payments.Settling;

/// <summary>
/// Makes the calls of the provider that are written down. A call goes on when the caller who waits for it has gone: it is neither taken back nor
/// forgotten. One without an answer is left to <see cref="Reconciliation"/>.
/// </summary>
internal sealed partial class ProviderCalls(
    IPaymentProvider provider, Settlement settlement, NpgsqlDataSource database, ReconciliationSignal signal, IOptions<PaymentOptions> options,
    ILogger<ProviderCalls> logger)
{
    private const int LongestPauseSeconds = 60;

    private static readonly string MarkUnknown =
        $"""
        UPDATE operations SET state = {(short)OperationState.Unknown}, next_try = now() + $2
        WHERE id = $1 AND state IN ({(short)OperationState.Intended}, {(short)OperationState.Unknown})
        """;

    /// <summary>Makes the call and records its answer; null when there was none.</summary>
    public Task<StoredAnswer?> MakeAsync(PendingOperation operation) => TryAsync(operation, 0, cancelled => CallAsync(operation, cancelled));

    /// <summary>Finds out what became of a call, makes it where it never arrived, and records its answer; null when there was none again.</summary>
    public Task<StoredAnswer?> FinishAsync(PendingOperation operation, int tries) => TryAsync(
        operation, tries, async cancelled => await provider.FindAsync(operation.Key, cancelled) ?? await CallAsync(operation, cancelled));

    private async Task<StoredAnswer?> TryAsync(PendingOperation operation, int tries, Func<CancellationToken, Task<ProviderAnswer>> ask)
    {
        try
        {
            using var limit = new CancellationTokenSource(options.Value.ProviderTimeout);
            // Also a provider that does not listen to its cancellation is waited for no longer.
            var answer = await ask(limit.Token).WaitAsync(limit.Token);
            return await settlement.SettleAsync(operation.Id, operation.Kind, answer, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever goes wrong, the outcome is unknown, and reconciliation finds it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            NoAnswer(operation.Kind, operation.Id, error.GetType().Name);
            await LeaveAsync(operation.Id, tries);
            return null;
        }
    }

    private Task<ProviderAnswer> CallAsync(PendingOperation operation, CancellationToken cancelled) => operation.Kind switch
    {
        OperationKind.Authorize => provider.AuthorizeAsync(operation.Key, operation.Amount, operation.Token!, cancelled),
        OperationKind.Capture => provider.CaptureAsync(operation.Key, operation.Reference!, operation.Amount, cancelled),
        OperationKind.Void => provider.VoidAsync(operation.Key, operation.Reference!, cancelled),
        _ => provider.RefundAsync(operation.Key, operation.Reference!, operation.Amount, cancelled),
    };

    // The first time it is looked for at once, then after 1 s, 2 s, 4 s ... a minute.
    private async Task LeaveAsync(Guid id, int tries)
    {
        var pause = tries == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, tries - 1), LongestPauseSeconds));
        try
        {
            await using var command = database.CreateCommand(MarkUnknown);
            await command.Add(id).Add(pause).ExecuteNonQueryAsync();
            signal.Set();
        }
        catch (NpgsqlException)
        {
            // The database is away: the operation stays as it is and is due when its time is over.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outcome of {Kind} {Operation} is not known yet ({Reason}); it will be found out")]
    private partial void NoAnswer(OperationKind kind, Guid operation, string reason);
}
