using OrderApp.Orders.Batching;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Writing;

/// <summary>What became of a create: the order, and whether it had been made before under the same request_id.</summary>
internal readonly record struct Created(OrderRow Order, bool Replayed);

/// <summary>An order to record.</summary>
internal sealed class CreateOperation(OrderRow row) : Operation<Created>
{
    public OrderRow Row { get; } = row;

    public string? RequestId { get; init; }

    /// <summary>Whether the date is the request's own, and not the time it came.</summary>
    public bool DateGiven { get; init; }

    /// <summary>The hash of the content, where there is a request_id.</summary>
    public byte[]? Fingerprint { get; init; }
}

/// <summary>A change of an order; what is null stays as it is. A version that is not the order's current one makes the change void.</summary>
internal sealed class UpdateOperation(Guid id) : Operation<OrderRow>, IOnExistingOrder
{
    public Guid Id { get; } = id;

    public long? Version { get; init; }

    public string? Name { get; init; }

    public bool? Completed { get; init; }

    public DateTime? Date { get; init; }

    public required DateTime Time { get; init; }
}

/// <summary>An order to remove; the result tells whether it was there.</summary>
internal sealed class DeleteOperation(Guid id) : Operation<bool>, IOnExistingOrder
{
    public Guid Id { get; } = id;

    public long? Version { get; init; }

    public required DateTime Time { get; init; }
}

/// <summary>An operation on an order that must be there, in a certain version if one is given.</summary>
internal interface IOnExistingOrder
{
    Guid Id { get; }

    long? Version { get; }
}
