using Grpc.Core;
using OrderApp.Payments.Common;
using OrderApp.Payments.Settling;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;
using State = OrderApp.Protos.Transaction.Types.State;

namespace OrderApp.Payments.Changing;

/// <summary>Capture: takes what was authorized, whole.</summary>
internal sealed class CaptureHandler(Operations operations, TransactionMove move)
{
    public Task<Transaction> HandleAsync(CaptureRequest message, ServerCallContext context)
    {
        var transaction = Ids.Parse("transaction_id", message.TransactionId);
        var request = Request.Of(OperationKind.Capture, message.RequestId, message, Caller.Of(context));
        return operations.DoAsync(
            request, context,
            cancelled => move.BeginAsync(request, OperationKind.Capture, transaction, State.Captured, false, cancelled),
            cancelled => move.ExplainAsync(request, OperationKind.Capture, transaction, State.Captured, "only what is authorized can be captured", cancelled));
    }
}
