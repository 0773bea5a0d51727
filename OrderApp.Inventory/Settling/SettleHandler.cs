using OrderApp.Protos;
using OrderApp.Stocking.Changing;
using OrderApp.Stocking.Common;
using OrderApp.Stocking.Storage;

namespace OrderApp.Stocking.Settling;

/// <summary>Confirm, Release and Return: each ends a reservation in its own way, once, and shuts the other ways out.</summary>
internal sealed class SettleHandler(StockWriter writer, InventoryMetrics metrics)
{
    public async Task<ConfirmResponse> ConfirmAsync(ConfirmRequest request, string? who, CancellationToken cancellationToken)
    {
        var id = CallerKeys.CheckReservationId(request.ReservationId);
        var settled = await writer.MakeAsync(Settlement.Confirm(id, who), cancellationToken);
        if (settled.Before is not ReservationState.Confirmed)
            metrics.UnitsSold.Add(settled.Units > 0 ? settled.Units : throw Refusal(settled, id));
        Count("confirmed", settled);
        return new();
    }

    public async Task<ReleaseResponse> ReleaseAsync(ReleaseRequest request, string? who, CancellationToken cancellationToken)
    {
        var id = CallerKeys.CheckReservationId(request.ReservationId);
        var settled = await writer.MakeAsync(Settlement.Release(id, who), cancellationToken);
        if (settled.Before is ReservationState.Confirmed or ReservationState.Returned)
            throw Refusal(settled, id);
        Count("released", settled);
        return new();
    }

    public async Task<ReturnResponse> ReturnAsync(ReturnRequest request, string? who, CancellationToken cancellationToken)
    {
        var id = CallerKeys.CheckReservationId(request.ReservationId);
        var settled = await writer.MakeAsync(Settlement.Return(id, who), cancellationToken);
        if (settled.Before is not (ReservationState.Confirmed or ReservationState.Returned))
            throw settled is { Before: ReservationState.Reserved, WasOver: false } ? InventoryErrors.NotConfirmed() : Refusal(settled, id);
        metrics.UnitsReturned.Add(settled.Units);
        Count("returned", settled);
        return new();
    }

    private static Grpc.Core.RpcException Refusal(Settled settled, string id) => settled.Before switch
    {
        null => InventoryErrors.NotFound(id),
        ReservationState.Confirmed => InventoryErrors.Confirmed(),
        ReservationState.Released => InventoryErrors.Released(),
        ReservationState.Returned => InventoryErrors.Returned(),
        _ => InventoryErrors.Expired(),
    };

    private void Count(string outcome, Settled settled)
    {
        if (settled.Units > 0)
            metrics.CountReservation(outcome);
    }
}
