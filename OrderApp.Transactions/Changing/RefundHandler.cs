using Grpc.Core;
using Npgsql;
using OrderApp.Payments.Common;
using OrderApp.Payments.Settling;
using OrderApp.Payments.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;
using State = OrderApp.Protos.Transaction.Types.State;

namespace OrderApp.Payments.Changing;

/// <summary>Refund. What is being paid back is set aside in the transaction's row before the provider is asked, so that the sum stays within what was captured.</summary>
internal sealed class RefundHandler(Operations operations, NpgsqlDataSource database, ShopMoney money)
{
    private const int MaxReasonLength = 200;

    private static readonly string Intend =
        $"""
        WITH t AS (
            UPDATE transactions SET refunding = refunding + $8
            WHERE id = $7 AND state = {(short)State.Captured} AND refunded + refunding + $8 <= captured AND {Operations.IsNew}
            RETURNING id, reference)
        INSERT INTO operations ({Operations.Columns}, transaction_id, amount, reason, closes_order)
        SELECT {Operations.Values}, id, $8, $9, false FROM t
        RETURNING (SELECT reference FROM t)
        """;

    private const string FindState = "SELECT state FROM transactions WHERE id = $1";

    public Task<Transaction> HandleAsync(RefundRequest message, ServerCallContext context)
    {
        var transaction = Ids.Parse("transaction_id", message.TransactionId);
        var amount = money.Parse("amount", message.Amount);
        var reason = TextRules.Check("reason", message.Reason, MaxReasonLength, required: true, oneLine: true);
        var request = Request.Of(OperationKind.Refund, message.RequestId, message, Caller.Of(context));
        return operations.DoAsync(
            request, context, cancelled => BeginAsync(request, transaction, amount, reason, cancelled), cancelled => ExplainAsync(transaction, cancelled));
    }

    private async Task<PendingOperation?> BeginAsync(Request request, Guid transaction, long amount, string reason, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var command = operations.Intend(Intend, id, request, OperationKind.Refund).Add(transaction).Add(amount).Add(reason);
        return await operations.IntendAsync(command, row => new PendingOperation(id, OperationKind.Refund, amount, row.GetString(0), null), cancellationToken);
    }

    private async Task<bool> ExplainAsync(Guid transaction, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FindState);
        return (State?)(await command.Add(transaction).ExecuteScalarAsync(cancellationToken) as short?) switch
        {
            null => throw PaymentErrors.NotFound(transaction),
            State.Captured or State.Refunded => throw PaymentErrors.RefundTooLarge(),
            var state => throw PaymentErrors.IllegalTransition($"the transaction is {state.ToString()!.ToUpperInvariant()}; only what was captured can be paid back"),
        };
    }
}
