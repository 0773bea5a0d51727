using Grpc.Core;
using Npgsql;
using NpgsqlTypes;
using OrderApp.Payments.Common;
using OrderApp.Payments.Settling;
using OrderApp.Payments.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;
using State = OrderApp.Protos.Transaction.Types.State;

namespace OrderApp.Payments.Authorizing;

/// <summary>Authorize: a new transaction, unless its order has one already or was voided.</summary>
internal sealed class AuthorizeHandler(Operations operations, NpgsqlDataSource database, ShopMoney money)
{
    private static readonly string Intend =
        $"""
        WITH t AS (
            INSERT INTO transactions (
                id, order_uuid, customer_id, state, authorized, captured, refunded, refunding, moving, holds_order,
                promotion, email, language, receipt, create_time, update_time)
            SELECT $7, $8, $9, {(short)State.Pending}, 0, 0, 0, 0, true, true, $10, $11, $12, $13, now(), now()
            WHERE {Operations.IsNew}
            ON CONFLICT (order_uuid) WHERE holds_order DO NOTHING
            RETURNING id)
        INSERT INTO operations ({Operations.Columns}, transaction_id, amount, token, closes_order)
        SELECT {Operations.Values}, id, $14, $15, false FROM t
        RETURNING id
        """;

    private const string FindHolder = "SELECT state FROM transactions WHERE order_uuid = $1 AND holds_order";

    public Task<Transaction> HandleAsync(AuthorizeRequest message, ServerCallContext context)
    {
        var payment = NewPayment.Of(message, money);
        var request = Request.Of(OperationKind.Authorize, message.RequestId, message, Caller.Of(context));
        return operations.DoAsync(request, context, cancelled => BeginAsync(request, payment, cancelled), cancelled => ExplainAsync(payment, cancelled));
    }

    private async Task<PendingOperation?> BeginAsync(Request request, NewPayment payment, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var command = operations.Intend(Intend, id, request, OperationKind.Authorize);
        command.Add(Guid.CreateVersion7()).Add(payment.OrderUuid).Add(payment.CustomerId).Add(payment.Promotion).Add(payment.Email).Add(payment.Language);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = payment.Receipt, NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Add(payment.Amount).Add(payment.Token.Reveal());
        return await operations.IntendAsync(command, _ => new PendingOperation(id, OperationKind.Authorize, payment.Amount, null, payment.Token), cancellationToken);
    }

    private async Task<bool> ExplainAsync(NewPayment payment, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FindHolder);
        return await command.Add(payment.OrderUuid).ExecuteScalarAsync(cancellationToken) switch
        {
            // What was in the way has just been voided or declined.
            null => false,
            (short)State.Voided => throw PaymentErrors.IllegalTransition($"order_uuid: the payment of order {payment.OrderUuid} was voided"),
            _ => throw PaymentErrors.IllegalTransition($"order_uuid: order {payment.OrderUuid} has a payment already"),
        };
    }
}
