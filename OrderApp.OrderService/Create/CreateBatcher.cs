using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Create;

/// <summary>What became of a create: the order, and whether it had been made before under the same request_id.</summary>
internal readonly record struct CreatedOrder(OrderRow Order, bool Replayed);

/// <summary>
/// Records orders and their request_ids in one statement, which is one transaction: the primary key of order_requests decides who makes the
/// order. The event of a creation is the order's own row with its place in the feed: see <see cref="OrderChangeRow"/>.
/// </summary>
internal sealed class CreateBatcher(NpgsqlDataSource database, FeedSignal feed, OrderMetrics metrics, IOptions<OrderOptions> options)
    : Batcher<NewOrder, CreatedOrder>("create", 1, options.Value, metrics)
{
    // After a request_id that was taken for new and was not, for so many batches none is: where one is repeated, others are.
    private const int CheckedBatches = 100;
    private readonly KnownNames names = new();
    private int checkedBatches;

    protected override async Task ExecuteAsync(IReadOnlyList<Operation<NewOrder, CreatedOrder>> batch, CancellationToken cancellationToken)
    {
        try
        {
            if (checkedBatches > 0 || !await TryAsNewAsync(batch, cancellationToken))
                await ExecuteCheckedAsync(batch, cancellationToken);
            checkedBatches = Math.Max(0, checkedBatches - 1);
        }
        catch
        {
            names.Forget();
            throw;
        }
    }

    private async Task<bool> TryAsNewAsync(IReadOnlyList<Operation<NewOrder, CreatedOrder>> batch, CancellationToken cancellationToken)
    {
        var missing = names.Missing(batch.Select(create => create.Input.Row.Name));
        try
        {
            await using var command = CreateStatements.OfNew(database, batch, missing);
            await command.ReadAllAsync(reader => reader.GetGuid(0), cancellationToken);
        }
        catch (PostgresException error) when (error is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: CreateStatements.RequestIdKey })
        {
            // Nothing of the batch was stored: all of it goes again.
            checkedBatches = CheckedBatches;
            return false;
        }

        names.Remember(missing);
        Complete(batch);
        return true;
    }

    private async Task ExecuteCheckedAsync(IReadOnlyList<Operation<NewOrder, CreatedOrder>> batch, CancellationToken cancellationToken)
    {
        await using var command = CreateStatements.OfChecked(database, batch);
        var repeatedIds = (await command.ReadAllAsync(reader => reader.GetGuid(0), cancellationToken)).ToHashSet();
        var repeated = batch.Where(create => repeatedIds.Contains(create.Input.Row.Id)).ToList();
        if (repeated.Count < batch.Count)
            Complete([.. batch.Except(repeated)]);
        if (repeated.Count > 0)
            await AnswerRepeatedAsync(repeated, cancellationToken);
    }

    private void Complete(IReadOnlyList<Operation<NewOrder, CreatedOrder>> made)
    {
        Metrics.Created.Add(made.Count);
        feed.Raise();
        foreach (var create in made)
            create.Complete(new(create.Input.Row, Replayed: false));
    }

    private async Task AnswerRepeatedAsync(List<Operation<NewOrder, CreatedOrder>> repeated, CancellationToken cancellationToken)
    {
        var stored = await StoredRequests.FindAsync(database, [.. repeated.Select(create => create.Input.Key)], cancellationToken);
        foreach (var create in repeated)
        {
            if (!stored.TryGetValue(create.Input.Key, out var first))
                create.Fail(OrderErrors.TimedOut()); // pruned in between: the caller tries again
            else if (create.Input.Differs(first.Fingerprint))
                create.Fail(OrderErrors.RequestIdTaken());
            else
                create.Complete(new(Replay(create.Input.Row, first), Replayed: true));
        }

        Metrics.Replayed.Add(repeated.Count);
    }

    // The content is the same, so the first answer is the request's own order with what the server had added.
    private static OrderRow Replay(OrderRow order, OrderRequestRow first) => order with
    {
        Id = first.OrderId,
        Date = first.Date,
        CreateTime = first.CreateTime,
        UpdateTime = first.CreateTime,
    };
}
