using OrderApp.Orders.Batching;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Reading;

/// <summary>An order to read; null when there is none.</summary>
internal sealed class ReadOperation(Guid id) : Operation<OrderRow?>
{
    public Guid Id { get; } = id;
}
