using Google.Protobuf.WellKnownTypes;
using OrderApp.Protos;
using OrderApp.Stocking.Changing;
using OrderApp.Stocking.Common;
using OrderApp.Stocking.Settling;
using OrderApp.Stocking.Storage;

namespace OrderApp.Stocking.Reserving;

/// <summary>Reserve: checks the request, has it done with the next transaction, and answers once it is committed.</summary>
internal sealed class ReserveHandler(StockWriter writer, Expiry expiry, InventoryMetrics metrics)
{
    public async Task<ReserveResponse> HandleAsync(ReserveRequest request, string? who, CancellationToken cancellationToken)
    {
        var reservation = NewReservation.Of(request, who);
        var reserved = await writer.MakeAsync(reservation, cancellationToken);
        // What has expired is available, also before the worker has come by.
        if (reserved is { Before: null, Shortages.Count: > 0 } && await expiry.EndAsync(reservation.BookIds, cancellationToken))
            reserved = await writer.MakeAsync(reservation.Again(), cancellationToken);

        if (reserved.Before is null)
            Count(reserved);
        else
            Check(reserved);
        return new() { ExpireTime = Timestamp.FromDateTime(reserved.ExpiresAt!.Value) };
    }

    private static void Check(Reserved reserved)
    {
        if (reserved.HadOtherLines)
            throw InventoryErrors.OtherLines();
        if (reserved is { Before: ReservationState.Expired } or { Before: ReservationState.Reserved, WasOver: true })
            throw InventoryErrors.Expired();
        if (reserved.Before is ReservationState.Released)
            throw InventoryErrors.Released();
        if (reserved.Before is ReservationState.Returned)
            throw InventoryErrors.Returned();
    }

    private void Count(Reserved reserved)
    {
        if (reserved.Shortages.Count > 0)
        {
            metrics.CountReservation("out_of_stock");
            metrics.StockOuts.Add(reserved.Shortages.Count);
            throw InventoryErrors.OutOfStock(reserved.Shortages);
        }

        metrics.CountReservation("reserved");
    }
}
