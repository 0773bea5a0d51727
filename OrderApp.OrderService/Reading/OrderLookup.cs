using Grpc.Core;
using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Reading;

/// <summary>Reads single orders; concurrent reads share a statement.</summary>
internal sealed class OrderLookup : IHostedService
{
    private const string Find = $"SELECT {OrderReader.Columns} FROM orders WHERE id = ANY($1)";

    private readonly NpgsqlDataSource database;
    private readonly Batcher<ReadOperation> reads;

    public OrderLookup(NpgsqlDataSource database, OrderMetrics metrics, IOptions<OrderOptions> options)
    {
        this.database = database;
        reads = new("read", ExecuteAsync, options.Value.ConcurrentReads, options.Value, metrics);
    }

    public Task<OrderRow?> FindAsync(Guid id, ServerCallContext context) => reads.DoAsync(new ReadOperation(id), context);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => reads.CompleteAsync().WaitAsync(cancellationToken);

    private async Task ExecuteAsync(IReadOnlyList<ReadOperation> batch, CancellationToken cancelled)
    {
        var found = new Dictionary<Guid, OrderRow>(batch.Count);
        await using (var command = database.CreateCommand(Find))
        {
            command.Parameters.AddArray(batch, operation => operation.Id);
            await using var reader = await command.ExecuteReaderAsync(cancelled);
            while (await reader.ReadAsync(cancelled))
            {
                var row = reader.ReadOrder();
                found[row.Id] = row;
            }
        }

        foreach (var operation in batch)
            operation.Complete(found.GetValueOrDefault(operation.Id));
    }
}
