using Grpc.Core;
using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Payments.Common;
using OrderApp.Payments.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Payments.Settling;

/// <summary>
/// How every request that changes something is done: what is intended is written down, the provider is asked, and its answer is recorded. Whoever comes
/// with the same request_id meanwhile waits for the same answer.
/// </summary>
internal sealed class Operations(NpgsqlDataSource database, PaymentDatabase shared, ProviderCalls calls, ShopMoney money, IOptions<PaymentOptions> options)
{
    /// <summary>The columns that a statement which intends something fills, and their values: $1 to $6 are those of <see cref="Intend"/>.</summary>
    public const string Columns = "id, caller, request_id, fingerprint, kind, state, tries, create_time, next_try";

    /// <summary>See <see cref="Columns"/>.</summary>
    public const string Values = "$1, $2, $3, $4, $5, 1, 0, now(), now() + $6";

    /// <summary>Holds a statement back whose request was there before.</summary>
    public const string IsNew = "NOT EXISTS (SELECT FROM operations WHERE caller = $2 AND request_id = $3)";

    private static readonly Metadata ReplayedHeader = new() { { "idempotent-replayed", "true" } };
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private static readonly string FindByRequest =
        $"""
        SELECT {StoredAnswer.Columns} FROM operations o JOIN transactions t ON t.id = o.transaction_id
        WHERE o.caller = $1 AND o.request_id = $2
        """;

    /// <summary>Does a request.</summary>
    /// <param name="request">Its key.</param>
    /// <param name="context">The call.</param>
    /// <param name="begin">Intends it: null when nothing could be intended, be it that the request was there before or that something is in its way.</param>
    /// <param name="explain">Asked then, where the request is new: refuses it, or answers whether it is done by having been recorded; else it is begun again.</param>
    public async Task<Transaction> DoAsync(
        Request request, ServerCallContext context, Func<CancellationToken, Task<PendingOperation?>> begin, Func<CancellationToken, Task<bool>> explain)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        limit.CancelAfter(options.Value.Patience);
        try
        {
            var (isKnown, isOurs) = (false, false);
            while (true)
            {
                if (!isKnown && await BeginAsync(begin, limit.Token) is { } operation)
                {
                    (isKnown, isOurs) = (true, true);
                    if (await calls.MakeAsync(operation).WaitAsync(limit.Token) is { } answer)
                        return answer.ToMessage();
                }

                if (await FindAsync(request, limit.Token) is { } known)
                {
                    isKnown = true;
                    request.CheckSame(known.Fingerprint);
                    if (known.IsSettled)
                    {
                        if (!isOurs)
                            await context.WriteResponseHeadersAsync(ReplayedHeader);
                        return known.ToMessage();
                    }
                }
                else
                {
                    isOurs = await explain(limit.Token);
                    isKnown = isOurs;
                }

                await Task.Delay(Pause, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw PaymentErrors.StillUnknown();
        }
    }

    /// <summary>The first parameters of a statement that intends something: the operation, its key and kind, and how long it is left alone.</summary>
    public NpgsqlBatchCommand Intend(string sql, Guid operation, Request request, OperationKind kind) =>
        new NpgsqlBatchCommand(sql).Add(operation).Add(request.Caller).Add(request.Id).Add(request.Fingerprint).Add((short)kind).Add(options.Value.Lease);

    /// <summary>Executes a statement that intends something, with those of other callers; null when nothing was intended.</summary>
    public Task<TRow?> IntendAsync<TRow>(NpgsqlBatchCommand statement, Func<NpgsqlDataReader, TRow> readRow, CancellationToken cancellationToken) where TRow : class =>
        shared.Writes.ReadOneAsync(statement, readRow, cancellationToken);

    private async Task<StoredAnswer?> FindAsync(Request request, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FindByRequest);
        return await command.Add(request.Caller).Add(request.Id).ReadOneAsync(row => StoredAnswer.Read(row, money), cancellationToken);
    }

    // Of requests with one request_id in a race, the index lets one through.
    private static async Task<PendingOperation?> BeginAsync(Func<CancellationToken, Task<PendingOperation?>> begin, CancellationToken cancellationToken)
    {
        try
        {
            return await begin(cancellationToken);
        }
        catch (PostgresException error) when (error is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ux_operations_request" })
        {
            return null;
        }
    }
}
