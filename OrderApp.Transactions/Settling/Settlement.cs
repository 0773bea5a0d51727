using Npgsql;
using OrderApp.Payments.Common;
using OrderApp.Payments.Providers;
using OrderApp.Payments.Storage;
using OrderApp.ServiceDefaults;
using State = OrderApp.Protos.Transaction.Types.State;

namespace OrderApp.Payments.Settling;

/// <summary>
/// Writes what the provider answered: the operation's outcome, what it makes of the transaction, and the mail that tells of it, in one transaction and
/// once: of several answers to one operation, the first counts.
/// </summary>
internal sealed class Settlement(NpgsqlDataSource database, PaymentDatabase shared, ShopMoney money, PaymentMetrics metrics)
{
    // $1 the operation, $2 whether the provider did it, $3 the state that follows or null, $4 those it may follow, $5 the provider's reference.
    private static readonly string Settle =
        $"""
        WITH op AS (
            SELECT * FROM operations WHERE id = $1 AND state IN ({(short)OperationState.Intended}, {(short)OperationState.Unknown}) FOR UPDATE
        ), t AS (
            UPDATE transactions SET
                state = CASE WHEN $3 IS NULL OR (op.kind = {(short)OperationKind.Refund} AND refunded + op.amount < captured) THEN transactions.state ELSE $3 END,
                authorized = authorized + CASE WHEN $2 AND op.kind = {(short)OperationKind.Authorize} THEN op.amount ELSE 0 END,
                captured = captured + CASE WHEN $2 AND op.kind = {(short)OperationKind.Capture} THEN op.amount ELSE 0 END,
                refunded = refunded + CASE WHEN $2 AND op.kind = {(short)OperationKind.Refund} THEN op.amount ELSE 0 END,
                refunding = refunding - CASE WHEN op.kind = {(short)OperationKind.Refund} THEN op.amount ELSE 0 END,
                moving = moving AND op.kind = {(short)OperationKind.Refund},
                holds_order = CASE $3 WHEN {(short)State.Declined} THEN false WHEN {(short)State.Voided} THEN op.closes_order ELSE holds_order END,
                reference = coalesce(reference, $5),
                update_time = now()
            FROM op WHERE transactions.id = op.transaction_id AND ($3 IS NULL OR transactions.state = ANY ($4))
            RETURNING transactions.*
        ), mail AS (
            INSERT INTO mails (id, create_time, next_try, tries)
            SELECT op.id, now(), now(), 0 FROM op, t WHERE $2 AND op.kind IN ({(short)OperationKind.Capture}, {(short)OperationKind.Refund})
        )
        UPDATE operations o SET
            state = CASE WHEN $2 THEN {(short)OperationState.Done} ELSE {(short)OperationState.Failed} END, token = NULL,
            result_state = t.state, result_authorized = t.authorized, result_captured = t.captured, result_refunded = t.refunded, result_time = t.update_time
        FROM t WHERE o.id = $1
        RETURNING {StoredAnswer.Columns}
        """;

    private const string FindKind = "SELECT kind FROM operations WHERE id = $1";

    private static readonly string FindAnswer =
        $"SELECT {StoredAnswer.Columns} FROM operations o JOIN transactions t ON t.id = o.transaction_id WHERE o.id = $1";

    /// <summary>Records an answer, and answers what is recorded now: of this or of an earlier answer.</summary>
    public async Task<StoredAnswer> SettleAsync(Guid id, OperationKind kind, ProviderAnswer answer, CancellationToken cancellationToken)
    {
        var next = NextState(kind, answer.Accepted);
        var settle = new NpgsqlBatchCommand(Settle)
            .Add(id).Add(answer.Accepted).Add((short?)next).Add(next is { } state ? TransactionMoves.Into(state) : []).Add(answer.Reference);
        if (await shared.Writes.ReadOneAsync(settle, row => StoredAnswer.Read(row, money), cancellationToken) is { } settled)
        {
            metrics.Settled(kind, answer.Accepted, settled.Amount, money.Currency, settled.Transaction.Promotion);
            return settled;
        }

        await using var find = database.CreateCommand(FindAnswer);
        var known = await find.Add(id).ReadOneAsync(row => StoredAnswer.Read(row, money), cancellationToken);
        return known is { IsSettled: true } ? known : throw new InvalidOperationException($"Operation {id} ({kind}) would move its transaction illegally.");
    }

    /// <summary>Records what the provider told by itself; of an operation that is not known, nothing.</summary>
    public async Task SettleAsync(string key, ProviderAnswer answer, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(key, out var id))
            return;
        await using var command = database.CreateCommand(FindKind);
        if (await command.Add(id).ExecuteScalarAsync(cancellationToken) is short kind)
            await SettleAsync(id, (OperationKind)kind, answer, cancellationToken);
    }

    // A void or refund that the provider refuses leaves the transaction as it was.
    private static State? NextState(OperationKind kind, bool accepted) => (kind, accepted) switch
    {
        (OperationKind.Authorize, true) => State.Authorized,
        (OperationKind.Capture, true) => State.Captured,
        (OperationKind.Authorize or OperationKind.Capture, false) => State.Declined,
        (OperationKind.Void, true) => State.Voided,
        (OperationKind.Refund, true) => State.Refunded,
        _ => null,
    };
}
