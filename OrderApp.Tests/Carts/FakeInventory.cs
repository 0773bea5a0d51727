using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Tests.Carts;

/// <summary>An inventory in memory that keeps its contract.</summary>
internal sealed class FakeInventory(Faults faults) : Inventory.InventoryBase
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, int> stock = [];
    private readonly Dictionary<string, Reservation> reservations = [];

    public enum State
    {
        Reserved,
        Confirmed,
        Released,
        Returned,
    }

    public void Put(int bookId, int copies)
    {
        lock (gate)
            stock[bookId] = copies;
    }

    public int Available(int bookId)
    {
        lock (gate)
            return stock.GetValueOrDefault(bookId);
    }

    /// <summary>Where a reservation stands; null when nothing was set aside by this id.</summary>
    public State? StateOf(string id)
    {
        lock (gate)
            return reservations.GetValueOrDefault(id) is { Lines.Count: > 0 } known ? known.State : null;
    }

    public override Task<GetStockResponse> GetStock(GetStockRequest request, ServerCallContext context) => faults.RunAsync("GetStock", () =>
        new GetStockResponse { Stock = { request.BookIds.Select(id => new Stock { BookId = id, Available = Available(id) }) } });

    public override Task<ReserveResponse> Reserve(ReserveRequest request, ServerCallContext context) => faults.RunAsync("Reserve", () =>
    {
        lock (gate)
        {
            if (reservations.TryGetValue(request.ReservationId, out var known))
                return known.State is State.Reserved or State.Confirmed ? new ReserveResponse() : throw Refused($"RESERVATION_{known.State}");
            if (request.Lines.Where(line => stock.GetValueOrDefault(line.BookId) < line.Quantity).ToList() is { Count: > 0 } missing)
                throw OutOfStock(missing);
            foreach (var line in request.Lines)
                stock[line.BookId] -= line.Quantity;
            reservations[request.ReservationId] = new([.. request.Lines], State.Reserved);
            return new ReserveResponse { ExpireTime = Timestamp.FromDateTime(DateTime.UtcNow.AddHours(1)) };
        }
    });

    public override Task<ConfirmResponse> Confirm(ConfirmRequest request, ServerCallContext context) => faults.RunAsync("Confirm", () =>
    {
        Move(request.ReservationId, State.Confirmed, from: State.Reserved);
        return new ConfirmResponse();
    });

    public override Task<ReleaseResponse> Release(ReleaseRequest request, ServerCallContext context) => faults.RunAsync("Release", () =>
    {
        lock (gate)
        {
            // What comes late is refused.
            if (reservations.TryAdd(request.ReservationId, new([], State.Released)))
                return new ReleaseResponse();
        }

        Move(request.ReservationId, State.Released, from: State.Reserved);
        return new ReleaseResponse();
    });

    public override Task<ReturnResponse> Return(ReturnRequest request, ServerCallContext context) => faults.RunAsync("Return", () =>
    {
        Move(request.ReservationId, State.Returned, from: State.Confirmed);
        return new ReturnResponse();
    });

    private void Move(string id, State to, State from)
    {
        lock (gate)
        {
            var known = reservations.GetValueOrDefault(id) ?? throw GrpcErrors.NotFound("RESERVATION_NOT_FOUND", "unknown");
            if (known.State == to)
                return;
            if (known.State != from)
                throw Refused($"RESERVATION_{known.State}");
            reservations[id] = known with { State = to };
            if (to is State.Confirmed)
                return;
            foreach (var line in known.Lines)
                stock[line.BookId] += line.Quantity;
        }
    }

    private static RpcException Refused(string reason) => GrpcErrors.Make(StatusCode.FailedPrecondition, reason.ToUpperInvariant(), "refused");

    private RpcException OutOfStock(List<ReservationLine> missing)
    {
        var info = new ErrorInfo { Reason = "OUT_OF_STOCK", Domain = GrpcErrors.Domain };
        info.Metadata.Add("book_ids", string.Join(',', missing.Select(line => line.BookId)));
        info.Metadata.Add("available", string.Join(',', missing.Select(line => stock.GetValueOrDefault(line.BookId).ToString(CultureInfo.InvariantCulture))));
        return new Google.Rpc.Status { Code = (int)StatusCode.FailedPrecondition, Message = "out of stock", Details = { Any.Pack(info) } }.ToRpcException();
    }

    private sealed record Reservation(IReadOnlyList<ReservationLine> Lines, State State);
}
