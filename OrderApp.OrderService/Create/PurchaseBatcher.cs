using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Create;

/// <summary>
/// Records the orders of checkouts, as <see cref="CreateBatcher"/> does the others: a way of their own, so that those which have no lines are stored as
/// fast as if there were none that have.
/// </summary>
internal sealed class PurchaseBatcher(NpgsqlDataSource database, FeedSignal feed, OrderMetrics metrics, IOptions<OrderOptions> options)
    : Batcher<Purchase, CreatedOrder>("purchase", 1, options.Value, metrics)
{
    protected override async Task ExecuteAsync(IReadOnlyList<Operation<Purchase, CreatedOrder>> batch, CancellationToken cancellationToken)
    {
        var firsts = Firsts(batch);
        var made = await PurchaseStatements.StoreAsync(database, firsts, cancellationToken);
        if (made.Count > 0)
        {
            Metrics.Created.Add(made.Count);
            feed.Raise();
        }

        foreach (var first in firsts)
        {
            if (made.Contains(first.Input.Row.Id))
                first.Complete(new(first.Input.Row, Replayed: false));
        }

        var repeated = batch.Where(purchase => !purchase.IsDone).ToList();
        if (repeated.Count > 0)
            await AnswerRepeatedAsync(repeated, cancellationToken);
    }

    // Each request_id and each uuid once: one statement stores a row only once. The others find what the first has made.
    private static List<Operation<Purchase, CreatedOrder>> Firsts(IReadOnlyList<Operation<Purchase, CreatedOrder>> batch)
    {
        var (keys, ids) = (new HashSet<RequestKey>(), new HashSet<Guid>());
        return [.. batch.Where(purchase => ids.Add(purchase.Input.Row.Id) && (purchase.Input.Key is not { } key || keys.Add(key)))];
    }

    private async Task AnswerRepeatedAsync(List<Operation<Purchase, CreatedOrder>> repeated, CancellationToken cancellationToken)
    {
        var requests = await StoredRequests.FindAsync(
            database, [.. repeated.Select(purchase => purchase.Input.Key).OfType<RequestKey>()], cancellationToken);
        var orders = await PurchaseStatements.FindAsync(database, [.. repeated.Select(purchase => purchase.Input.Row.Id)], cancellationToken);
        foreach (var purchase in repeated)
        {
            var input = purchase.Input;
            if (input.Key is { } key && requests.TryGetValue(key, out var first))
                Answer(purchase, first.Fingerprint, first.OrderId, first.CreateTime, OrderErrors.RequestIdTaken());
            else if (orders.TryGetValue(input.Row.Id, out var order))
                Answer(purchase, order.Fingerprint, input.Row.Id, order.CreateTime, OrderErrors.Exists(input.Row.Id));
            else
                purchase.Fail(OrderErrors.TimedOut()); // removed in between: the caller tries again
        }

        Metrics.Replayed.Add(repeated.Count);
    }

    private static void Answer(Operation<Purchase, CreatedOrder> purchase, byte[]? fingerprint, Guid id, DateTime made, Exception refusal)
    {
        var row = purchase.Input.Row;
        if (fingerprint is null || !fingerprint.SequenceEqual(purchase.Input.Fingerprint))
            purchase.Fail(refusal);
        else
            purchase.Complete(new(row with { Id = id, Date = row.Date == row.CreateTime ? made : row.Date, CreateTime = made, UpdateTime = made }, Replayed: true));
    }
}
