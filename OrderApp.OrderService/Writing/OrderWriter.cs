using Grpc.Core;
using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Writing;

/// <summary>Creates, changes and removes orders. What it answers is committed.</summary>
internal sealed class OrderWriter(
    NpgsqlDataSource database, [FromKeyedServices(OrderWriter.Creates)] NpgsqlDataSource ownConnection, KnownNames names, FeedSignal feed, OrderMetrics metrics,
    IOptions<OrderOptions> options) : IHostedService
{
    /// <summary>The key of the connection that creates have for themselves.</summary>
    public const string Creates = "creates";

    // One batch at a time of each: the event feed puts commits in a row anyway, and a bigger batch is cheaper than two.
    private readonly Batcher<CreateOperation> creates =
        new("create", new CreateBatch(ownConnection, names, feed, metrics).ExecuteAsync, 1, options.Value, metrics);

    private readonly Batcher<UpdateOperation> updates =
        new("update", new UpdateBatch(database, names, feed, metrics).ExecuteAsync, 1, options.Value, metrics);

    private readonly Batcher<DeleteOperation> deletes =
        new("delete", new DeleteBatch(database, names, feed, metrics).ExecuteAsync, 1, options.Value, metrics);

    public Task<Created> CreateAsync(CreateOperation operation, ServerCallContext context) => creates.DoAsync(operation, context);

    public Task<OrderRow> UpdateAsync(UpdateOperation operation, ServerCallContext context) => updates.DoAsync(operation, context);

    public Task<bool> DeleteAsync(DeleteOperation operation, ServerCallContext context) => deletes.DoAsync(operation, context);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Runs after the server has let its calls finish: whatever was taken on is done.
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(creates.CompleteAsync(), updates.CompleteAsync(), deletes.CompleteAsync()).WaitAsync(cancellationToken);
}
