using Grpc.Core;
using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using OrderApp.Protos;

namespace OrderApp.Orders.Read;

/// <summary>ReadOrder: concurrent reads share a statement.</summary>
internal sealed class ReadHandler(NpgsqlDataSource database, OrderMetrics metrics, IOptions<OrderOptions> options)
    : Batcher<Guid, OrderRow?>("read", options.Value.ConcurrentReads, options.Value, metrics)
{
    private const string Find = $"SELECT {OrderRow.Columns} FROM orders WHERE id = ANY($1)";

    public async Task<ReadOrderResponse> HandleAsync(ReadOrderRequest request, OrderAccess access, ServerCallContext context)
    {
        var id = OrderIds.Parse(request.Uuid);
        if (await DoAsync(id, context) is not { } order || !access.Sees(order.CustomerId))
            throw OrderErrors.NotFound(id);
        return new() { NotificationType = OrderNotificationTypeEnum.Ok, Order = order.ToMessage() };
    }

    protected override async Task ExecuteAsync(IReadOnlyList<Operation<Guid, OrderRow?>> batch, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Find).AddArray(batch, read => read.Input);
        var found = (await command.ReadAllAsync(OrderRow.Read, cancellationToken)).ToDictionary(row => row.Id);
        foreach (var read in batch)
            read.Complete(found.GetValueOrDefault(read.Input));
    }
}
