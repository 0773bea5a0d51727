using System.Diagnostics;

namespace OrderApp.Orders.Batching;

/// <summary>The span of a batch: a child of its first recorded caller's, linked to the others'.</summary>
internal static class BatchSpan
{
    private const int MaxLinks = 64;

    public static IDisposable? Start<TOperation>(ActivitySource source, string kind, List<TOperation> batch) where TOperation : Operation
    {
        var parent = batch.Find(operation => operation.Caller is { Recorded: true })?.Caller;
        // With nobody recorded, the statement's span must not become a trace of its own: it follows the first caller's decision.
        Activity.Current = parent ?? batch[0].Caller;
        if (parent is null)
            return null;

        var links = batch.Where(operation => operation.Caller is { Recorded: true } caller && caller != parent)
            .Take(MaxLinks)
            .Select(operation => new ActivityLink(operation.Caller!.Context));
        return source.StartActivity(
            $"orders {kind} batch", ActivityKind.Internal, parent.Context, [new("orders.batch.size", batch.Count)], links);
    }
}
