using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using OrderApp.Payments.Authorizing;
using OrderApp.Payments.Changing;
using OrderApp.Payments.Reading;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Payments;

/// <summary>The gRPC service Transactions.</summary>
internal sealed class TransactionsGrpcService(
    AuthorizeHandler authorize, CaptureHandler capture, VoidHandler voids, RefundHandler refund, TransactionReader reader,
    PaymentStatistics statistics) : Transactions.TransactionsBase
{
    [Authorize(Policies.Service)]
    public override Task<Transaction> Authorize(AuthorizeRequest request, ServerCallContext context) => authorize.HandleAsync(request, context);

    [Authorize(Policies.Service)]
    public override Task<Transaction> Capture(CaptureRequest request, ServerCallContext context) => capture.HandleAsync(request, context);

    [Authorize(Policies.Service)]
    public override Task<Transaction> Void(VoidRequest request, ServerCallContext context) => voids.HandleAsync(request, context);

    [Authorize(Policies.OperatorOrService)]
    public override Task<Transaction> Refund(RefundRequest request, ServerCallContext context) => refund.HandleAsync(request, context);

    [Authorize(Policies.SignedIn)]
    public override Task<Transaction> GetTransaction(GetTransactionRequest request, ServerCallContext context) => reader.GetAsync(request, context);

    [Authorize(Policies.SignedIn)]
    public override Task<ListTransactionsResponse> ListTransactions(ListTransactionsRequest request, ServerCallContext context) =>
        reader.ListAsync(request, context);

    [Authorize(Policies.Operator)]
    public override Task<PaymentStats> GetPaymentStats(GetPaymentStatsRequest request, ServerCallContext context) =>
        statistics.ReadAsync(request, context.CancellationToken);
}
