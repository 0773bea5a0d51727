using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using OrderApp.Payments.Common;
using OrderApp.Payments.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Payments.Reading;

/// <summary>GetTransaction and ListTransactions. Whose transactions may be seen is part of every query.</summary>
internal sealed class TransactionReader(IDbContextFactory<PaymentDbContext> contexts, ShopMoney money)
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;

    public async Task<Transaction> GetAsync(GetTransactionRequest request, ServerCallContext context)
    {
        var id = Ids.Parse("transaction_id", request.TransactionId);
        await using var database = await contexts.CreateDbContextAsync(context.CancellationToken);
        var row = await Visible(database, Caller.Of(context)).FirstOrDefaultAsync(row => row.Id == id, context.CancellationToken);
        return row is null ? throw PaymentErrors.NotFound(id) : ToMessage(row);
    }

    public async Task<ListTransactionsResponse> ListAsync(ListTransactionsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        Guid? order = request.OrderUuid.Length == 0 ? null : Ids.Parse("order_uuid", request.OrderUuid);
        Guid? customer = request.CustomerId.Length == 0 ? null : Ids.Parse("customer_id", request.CustomerId);
        if (customer is not null && !SeesAll(caller) && customer != caller.CustomerId)
            throw PaymentErrors.NotYours();
        if (request.PageSize < 0)
            throw GrpcErrors.InvalidArgument("page_size", $"must not be negative, is {request.PageSize}");
        var size = request.PageSize == 0 ? DefaultPageSize : Math.Min(request.PageSize, MaxPageSize);
        var scope = PageToken.Scope(order, customer, SeesAll(caller) ? null : caller.CustomerId);
        var last = PageToken.Read(request.PageToken, scope);

        await using var database = await contexts.CreateDbContextAsync(context.CancellationToken);
        var rows = await Visible(database, caller)
            .Where(row => (order == null || row.OrderUuid == order) && (customer == null || row.CustomerId == customer) && (last == null || row.Id < last))
            .OrderByDescending(row => row.Id).Take(size + 1).ToListAsync(context.CancellationToken);
        return new()
        {
            Transactions = { rows.Take(size).Select(ToMessage) },
            NextPageToken = rows.Count > size ? PageToken.Write(rows[size - 1].Id, scope) : "",
        };
    }

    // A service that asks for a guest sees what the guest may.
    private static bool SeesAll(Caller caller) => caller.IsOperator || (caller.IsService && caller.CustomerId is null);

    private static IQueryable<TransactionRow> Visible(PaymentDbContext database, Caller caller)
    {
        var rows = database.Transactions.AsNoTracking();
        return SeesAll(caller) ? rows : rows.Where(row => row.CustomerId == caller.CustomerId && row.CustomerId != null);
    }

    private Transaction ToMessage(TransactionRow row) => new()
    {
        TransactionId = row.Id.ToString(),
        OrderUuid = row.OrderUuid.ToString(),
        State = row.State,
        Authorized = money.ToMessageOrNull(row.Authorized),
        Captured = money.ToMessageOrNull(row.Captured),
        Refunded = money.ToMessageOrNull(row.Refunded),
        Promotion = row.Promotion,
        CreateTime = row.CreateTime.ToTimestamp(),
        UpdateTime = row.UpdateTime.ToTimestamp(),
        CustomerId = row.CustomerId?.ToString() ?? "",
    };
}
