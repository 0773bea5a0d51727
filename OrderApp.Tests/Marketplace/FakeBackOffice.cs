using Google.Protobuf;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Marketplace;

/// <summary>An inventory that has as many copies of a book as its number says.</summary>
internal sealed class FakeInventory : Inventory.InventoryBase
{
    /// <summary>How many copies there are of which book; of others as many as their number says.</summary>
    public Dictionary<int, int> Copies { get; } = [];

    /// <summary>When set, every call ends with this.</summary>
    public RpcException? Refusal { get; set; }

    /// <summary>The last request that came in.</summary>
    public IMessage? Last { get; private set; }

    /// <summary>The token that it came with, as it stands in the header.</summary>
    public string? LastToken { get; private set; }

    public override Task<GetStockResponse> GetStock(GetStockRequest request, ServerCallContext context) =>
        Answer(request, context, new GetStockResponse { Stock = { request.BookIds.Select(id => new Stock { BookId = id, Available = Copies.GetValueOrDefault(id, id) }) } });

    public override Task<Stock> AdjustStock(AdjustStockRequest request, ServerCallContext context) =>
        Answer(request, context, new Stock { BookId = request.BookId, Available = request.BookId + request.Delta });

    public override Task<ListLedgerEntriesResponse> ListLedgerEntries(ListLedgerEntriesRequest request, ServerCallContext context) =>
        Answer(request, context, new ListLedgerEntriesResponse { Entries = { new LedgerEntry { EntryId = 1, BookId = request.BookId } } });

    private Task<T> Answer<T>(IMessage request, ServerCallContext context, T answer)
    {
        (Last, LastToken) = (request, context.RequestHeaders.GetValue("authorization"));
        return Refusal is null ? Task.FromResult(answer) : throw Refusal;
    }
}

/// <summary>Payments that answer what they were asked for.</summary>
internal sealed class FakePayments : Transactions.TransactionsBase
{
    /// <summary>When set, every call ends with this.</summary>
    public RpcException? Refusal { get; set; }

    /// <summary>When set, the one payment that there is: what is paid back is counted.</summary>
    public Transaction? Payment { get; set; }

    /// <summary>The last request that came in.</summary>
    public IMessage? Last { get; private set; }

    /// <summary>The token that it came with, as it stands in the header.</summary>
    public string? LastToken { get; private set; }

    public override Task<Transaction> GetTransaction(GetTransactionRequest request, ServerCallContext context) =>
        Answer(request, context, Payment ?? new Transaction { TransactionId = request.TransactionId });

    public override Task<ListTransactionsResponse> ListTransactions(ListTransactionsRequest request, ServerCallContext context) =>
        Answer(request, context, new ListTransactionsResponse { Transactions = { Payment ?? new Transaction { OrderUuid = request.OrderUuid, CustomerId = request.CustomerId } } });

    public override Task<Transaction> Refund(RefundRequest request, ServerCallContext context)
    {
        if (Payment is null)
            return Answer(request, context, new Transaction { TransactionId = request.TransactionId, Refunded = request.Amount });
        var sum = request.Amount.DecimalValue + (Payment.Refunded?.DecimalValue ?? 0);
        Payment = Payment.Clone();
        Payment.Refunded = new() { CurrencyCode = request.Amount.CurrencyCode, DecimalValue = sum };
        Payment.State = sum == Payment.Captured.DecimalValue ? Transaction.Types.State.Refunded : Payment.State;
        return Answer(request, context, Payment);
    }

    private Task<T> Answer<T>(IMessage request, ServerCallContext context, T answer)
    {
        (Last, LastToken) = (request, context.RequestHeaders.GetValue("authorization"));
        return Refusal is null ? Task.FromResult(answer) : throw Refusal;
    }
}
