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

/// <summary>
/// Void, of a transaction or of an order. A voided order stays held by what was voided, and where nothing was, by an empty transaction made for it: an
/// Authorize that comes late finds its place taken.
/// </summary>
internal sealed class VoidHandler(Operations operations, TransactionMove move, NpgsqlDataSource database)
{
    private const string Problem = "only what is authorized can be voided";
    private const string FindHolder = "SELECT id FROM transactions WHERE order_uuid = $1 AND holds_order";

    private static readonly string HoldOrder =
        $$"""
        INSERT INTO transactions (
            id, order_uuid, state, authorized, captured, refunded, refunding, moving, holds_order, promotion, email, language, receipt, create_time, update_time)
        VALUES ($1, $2, {{(short)State.Voided}}, 0, 0, 0, 0, false, true, '', '', 'en', '{"Discount": 0, "Lines": []}', now(), now())
        ON CONFLICT (order_uuid) WHERE holds_order DO NOTHING
        """;

    public Task<Transaction> HandleAsync(VoidRequest message, ServerCallContext context)
    {
        if (message.TransactionId.Length > 0 && message.OrderUuid.Length > 0)
            throw GrpcErrors.InvalidArgument("order_uuid", "must be empty where transaction_id is given");
        var request = Request.Of(OperationKind.Void, message.RequestId, message, Caller.Of(context));
        if (message.OrderUuid.Length == 0)
        {
            var transaction = Ids.Parse("transaction_id", message.TransactionId);
            return operations.DoAsync(
                request, context,
                cancelled => move.BeginAsync(request, OperationKind.Void, transaction, State.Voided, false, cancelled),
                cancelled => move.ExplainAsync(request, OperationKind.Void, transaction, State.Voided, Problem, cancelled));
        }

        var order = Ids.Parse("order_uuid", message.OrderUuid);
        return operations.DoAsync(
            request, context,
            async cancelled => await FindHolderAsync(order, cancelled) is { } holder
                ? await move.BeginAsync(request, OperationKind.Void, holder, State.Voided, true, cancelled)
                : null,
            async cancelled => await FindHolderAsync(order, cancelled) is { } holder
                ? await move.ExplainAsync(request, OperationKind.Void, holder, State.Voided, Problem, cancelled)
                : await HoldOrderAsync(order, cancelled));
    }

    private async Task<Guid?> FindHolderAsync(Guid order, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FindHolder);
        return await command.Add(order).ExecuteScalarAsync(cancellationToken) as Guid?;
    }

    // What holds it now, this or a payment that came first, is found the next time.
    private async Task<bool> HoldOrderAsync(Guid order, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(HoldOrder);
        await command.Add(Guid.CreateVersion7()).Add(order).ExecuteNonQueryAsync(cancellationToken);
        return false;
    }
}
