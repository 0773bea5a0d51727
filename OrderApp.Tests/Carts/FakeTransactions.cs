using Google.Type;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using State = OrderApp.Protos.Transaction.Types.State;

namespace OrderApp.Tests.Carts;

/// <summary>
/// Payments in memory. Keys are kept as the contract says; that an order has one payment is not looked at, so that a checkout that pays twice is
/// found out.
/// </summary>
internal sealed class FakeTransactions(Faults faults) : Transactions.TransactionsBase
{
    private readonly Lock gate = new();
    private readonly List<Transaction> transactions = [];
    private readonly Dictionary<string, (string Content, string Id)> answers = [];
    private readonly HashSet<string> voidedOrders = [];

    /// <summary>The requests to authorize.</summary>
    public List<AuthorizeRequest> Authorized { get; } = [];

    public IReadOnlyList<Transaction> Of(string order)
    {
        lock (gate)
            return [.. transactions.Where(transaction => transaction.OrderUuid == order).Select(transaction => transaction.Clone())];
    }

    public override Task<Transaction> Authorize(AuthorizeRequest request, ServerCallContext context) => faults.RunAsync("Authorize", () => Once(request.RequestId, request.ToString(), () =>
    {
        Authorized.Add(request);
        if (voidedOrders.Contains(request.OrderUuid))
            throw Refused("ILLEGAL_TRANSITION");
        if (request.PaymentToken is "sandbox-declined")
            throw Refused("PAYMENT_DECLINED");
        var made = new Transaction
        {
            TransactionId = Guid.CreateVersion7().ToString(),
            OrderUuid = request.OrderUuid,
            State = State.Authorized,
            Authorized = request.Amount,
            Promotion = request.Promotion,
            CustomerId = request.CustomerId,
        };
        transactions.Add(made);
        return made;
    }));

    public override Task<Transaction> Capture(CaptureRequest request, ServerCallContext context) => faults.RunAsync("Capture", () => Once(request.RequestId, request.ToString(), () =>
    {
        var transaction = Find(request.TransactionId);
        if (transaction.State is not (State.Authorized or State.Captured))
            throw Refused("ILLEGAL_TRANSITION");
        (transaction.State, transaction.Captured) = (State.Captured, transaction.Authorized);
        return transaction;
    }));

    public override Task<Transaction> Void(VoidRequest request, ServerCallContext context) => faults.RunAsync("Void", () => Once(request.RequestId, request.ToString(), () =>
    {
        voidedOrders.Add(request.OrderUuid);
        var ofOrder = transactions.Where(transaction => transaction.OrderUuid == request.OrderUuid).ToList();
        if (ofOrder.Any(transaction => transaction.State is State.Captured or State.Refunded))
            throw Refused("ILLEGAL_TRANSITION");
        foreach (var transaction in ofOrder.Where(transaction => transaction.State is State.Authorized))
            transaction.State = State.Voided;
        return ofOrder.FirstOrDefault() ?? new Transaction { OrderUuid = request.OrderUuid, State = State.Voided };
    }));

    public override Task<Transaction> Refund(RefundRequest request, ServerCallContext context) => faults.RunAsync("Refund", () => Once(request.RequestId, request.ToString(), () =>
    {
        var transaction = Find(request.TransactionId);
        var refunded = Cents(transaction.Refunded) + Cents(request.Amount);
        if (refunded > Cents(transaction.Captured))
            throw Refused("REFUND_TOO_LARGE");
        transaction.Refunded = new() { CurrencyCode = "USD", Units = refunded / 100, Nanos = (int)(refunded % 100) * 10_000_000 };
        if (refunded == Cents(transaction.Captured))
            transaction.State = State.Refunded;
        return transaction;
    }));

    public override Task<Transaction> GetTransaction(GetTransactionRequest request, ServerCallContext context)
    {
        lock (gate)
            return Task.FromResult(Find(request.TransactionId).Clone());
    }

    public override Task<ListTransactionsResponse> ListTransactions(ListTransactionsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListTransactionsResponse { Transactions = { Of(request.OrderUuid) } });

    public static long Cents(Money? money) => money is null ? 0 : (money.Units * 100) + (money.Nanos / 10_000_000);

    private Transaction Find(string id) => transactions.FirstOrDefault(transaction => transaction.TransactionId == id) ?? throw GrpcErrors.NotFound("NONE", "none");

    private Transaction Once(string requestId, string content, Func<Transaction> effect)
    {
        lock (gate)
        {
            if (requestId.Length == 0)
                throw GrpcErrors.InvalidArgument("request_id", "must not be empty");
            if (answers.TryGetValue(requestId, out var known))
                return known.Content == content ? Find(known.Id).Clone() : throw GrpcErrors.Make(StatusCode.AlreadyExists, "REQUEST_ID_TAKEN", "taken");
            var made = effect();
            if (made.TransactionId.Length > 0)
                answers[requestId] = (content, made.TransactionId);
            return made.Clone();
        }
    }

    private static RpcException Refused(string reason) => GrpcErrors.Make(StatusCode.FailedPrecondition, reason, "refused");
}
