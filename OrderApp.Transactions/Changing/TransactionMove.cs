using Npgsql;
using OrderApp.Payments.Common;
using OrderApp.Payments.Settling;
using OrderApp.Payments.Storage;
using State = OrderApp.Protos.Transaction.Types.State;

namespace OrderApp.Payments.Changing;

/// <summary>Moves a transaction as a whole: Capture and Void. One that is there already is left as it is, and that is written down as its answer.</summary>
internal sealed class TransactionMove(Operations operations, NpgsqlDataSource database)
{
    private static readonly string Intend =
        $"""
        WITH t AS (
            UPDATE transactions SET moving = true
            WHERE id = $7 AND state = ANY ($8) AND NOT moving AND {Operations.IsNew}
            RETURNING id, authorized, reference)
        INSERT INTO operations ({Operations.Columns}, transaction_id, amount, closes_order)
        SELECT {Operations.Values}, id, authorized, $9 FROM t
        RETURNING amount, (SELECT reference FROM t)
        """;

    private static readonly string Record =
        $"""
        INSERT INTO operations (
            {Operations.Columns}, transaction_id, amount, closes_order, result_state, result_authorized, result_captured, result_refunded, result_time)
        SELECT $1, $2, $3, $4, $5, {(short)OperationState.Done}, 0, now(), now() + $6, id, 0, false, state, authorized, captured, refunded, update_time
        FROM transactions WHERE id = $7 AND state = $8
        RETURNING id
        """;

    private const string FindState = "SELECT state FROM transactions WHERE id = $1";

    /// <summary>Intends the move; null when it cannot be begun.</summary>
    public async Task<PendingOperation?> BeginAsync(
        Request request, OperationKind kind, Guid transaction, State to, bool closesOrder, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var command = operations.Intend(Intend, id, request, kind).Add(transaction).Add(TransactionMoves.Into(to)).Add(closesOrder);
        return await operations.IntendAsync(command, row => new PendingOperation(id, kind, row.GetInt64(0), row.GetString(1), null), cancellationToken);
    }

    /// <summary>Why it could not be begun: refuses it, or answers whether it is done; else something is under way that has to end first.</summary>
    public async Task<bool> ExplainAsync(Request request, OperationKind kind, Guid transaction, State to, string problem, CancellationToken cancellationToken)
    {
        await using var find = database.CreateCommand(FindState);
        if (await find.Add(transaction).ExecuteScalarAsync(cancellationToken) is not short stored)
            throw PaymentErrors.NotFound(transaction);
        var state = (State)stored;
        if (state == to)
        {
            var record = operations.Intend(Record, Guid.CreateVersion7(), request, kind).Add(transaction).Add(stored);
            return await operations.IntendAsync(record, row => (object)row.GetGuid(0), cancellationToken) is not null;
        }

        // What is being authorized may yet become what it has to be.
        return TransactionMoves.IsLegal(state, to) || state is State.Pending && TransactionMoves.IsLegal(State.Authorized, to)
            ? false
            : throw PaymentErrors.IllegalTransition($"the transaction is {state.ToString().ToUpperInvariant()}; {problem}");
    }
}
