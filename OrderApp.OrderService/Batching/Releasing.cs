namespace OrderApp.Orders.Batching;

/// <summary>Lets the callers of a batch go on: a handful to a thread, which costs far less than a thread's turn for each.</summary>
internal static class Releasing
{
    private const int Handful = 16;

    /// <summary>The calling thread has something else to do.</summary>
    public static void OnOtherThreads<TOperation>(List<TOperation> batch) where TOperation : Operation =>
        QueueHandfuls(batch, 0, Size(batch));

    /// <summary>The calling thread has nothing else to do: it takes the first handful.</summary>
    public static void OnThisThreadToo<TOperation>(List<TOperation> batch) where TOperation : Operation
    {
        var size = Size(batch);
        QueueHandfuls(batch, size, size);
        Release(batch, 0, size);
    }

    private static int Size<TOperation>(List<TOperation> batch) =>
        Math.Max(Handful, (batch.Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount);

    private static void QueueHandfuls<TOperation>(List<TOperation> batch, int from, int size) where TOperation : Operation
    {
        for (var start = from; start < batch.Count; start += size)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static some => Release(some.Batch, some.Start, some.Size), (Batch: batch, Start: start, Size: size), preferLocal: false);
        }
    }

    private static void Release<TOperation>(List<TOperation> batch, int start, int size) where TOperation : Operation
    {
        for (var index = start; index < Math.Min(batch.Count, start + size); index++)
            batch[index].Release();
    }
}
