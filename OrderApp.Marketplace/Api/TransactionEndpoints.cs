using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using Payments = OrderApp.Protos.Transactions.TransactionsClient;

namespace OrderApp.Marketplace.Api;

/// <summary>Payments and refunds as JSON.</summary>
internal static class TransactionEndpoints
{
    public static async Task<IResult> ListAsync(HttpContext context, Payments payments)
    {
        var request = MessageInput<ListTransactionsRequest>.ReadQuery(context.Request.Query);
        return new ProtoJson(await payments.ListTransactionsAsync(request, cancellationToken: context.RequestAborted));
    }

    public static async Task<IResult> ReadAsync(string id, HttpContext context, Payments payments) =>
        new ProtoJson(await payments.GetTransactionAsync(new() { TransactionId = id }, cancellationToken: context.RequestAborted));

    public static async Task<IResult> RefundAsync(string id, HttpContext context, Payments payments)
    {
        var key = Preconditions.RequiredKey(context.Request);
        var request = await MessageInput<RefundRequest>.ReadBodyAsync(context);
        if (request.TransactionId.Length > 0 && request.TransactionId != id)
            throw GrpcErrors.InvalidArgument("transaction_id", "is not the one in the address");
        request.TransactionId = id;
        request.RequestId = key;
        return new ProtoJson(await Preconditions.AnswerAsync(context.Response, payments.RefundAsync(request, cancellationToken: context.RequestAborted)));
    }
}
