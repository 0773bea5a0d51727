using System.Security.Claims;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;
using OrderApp.Stocking.Adjusting;
using OrderApp.Stocking.Reading;
using OrderApp.Stocking.Reserving;
using OrderApp.Stocking.Settling;

namespace OrderApp.Stocking;

/// <summary>inventory.Inventory: a handler for each method; who may call it stands beside it. The contract is in protos/inventory.proto.</summary>
internal sealed class InventoryGrpcService(
    StockHandler stock, AdjustHandler adjust, ReserveHandler reserve, SettleHandler settle, LedgerHandler ledger, LowStockHandler low, StockOutHandler outs) : Inventory.InventoryBase
{
    [AllowAnonymous]
    public override Task<GetStockResponse> GetStock(GetStockRequest request, ServerCallContext context) => stock.HandleAsync(request, context.CancellationToken);

    [Authorize(Policies.Operator)]
    public override Task<Stock> AdjustStock(AdjustStockRequest request, ServerCallContext context) => adjust.HandleAsync(request, Who(context), context);

    [Authorize(Policies.Service)]
    public override Task<ReserveResponse> Reserve(ReserveRequest request, ServerCallContext context) =>
        reserve.HandleAsync(request, Who(context), context.CancellationToken);

    [Authorize(Policies.Service)]
    public override Task<ConfirmResponse> Confirm(ConfirmRequest request, ServerCallContext context) =>
        settle.ConfirmAsync(request, Who(context), context.CancellationToken);

    [Authorize(Policies.Service)]
    public override Task<ReleaseResponse> Release(ReleaseRequest request, ServerCallContext context) =>
        settle.ReleaseAsync(request, Who(context), context.CancellationToken);

    [Authorize(Policies.Service)]
    public override Task<ReturnResponse> Return(ReturnRequest request, ServerCallContext context) =>
        settle.ReturnAsync(request, Who(context), context.CancellationToken);

    [Authorize(Policies.Operator)]
    public override Task<ListLedgerEntriesResponse> ListLedgerEntries(ListLedgerEntriesRequest request, ServerCallContext context) =>
        ledger.HandleAsync(request, context.CancellationToken);

    [Authorize(Policies.Operator)]
    public override Task<ListLowStockResponse> ListLowStock(ListLowStockRequest request, ServerCallContext context) =>
        low.HandleAsync(request, context.CancellationToken);

    [Authorize(Policies.Operator)]
    public override Task<ListStockOutsResponse> ListStockOuts(ListStockOutsRequest request, ServerCallContext context) =>
        outs.HandleAsync(request, context.CancellationToken);

    // The account's id, or the name of the service.
    private static string? Who(ServerCallContext context) => context.GetHttpContext().User.FindFirstValue("sub");
}
