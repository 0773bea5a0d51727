namespace OrderApp.ServiceDefaults.Sharing;

/// <summary>
/// Looks things up for concurrent callers with one call. Nothing is kept: each caller is answered by a call that began after he asked.
/// </summary>
/// <param name="atOnce">So many calls may be under way at once.</param>
/// <param name="most">The most keys of a call.</param>
/// <param name="findAsync">Looks up those keys that there are.</param>
public sealed class SharedLookups<TKey, TValue>(int atOnce, int most, Func<IReadOnlyCollection<TKey>, Task<IReadOnlyDictionary<TKey, TValue>>> findAsync)
    where TKey : notnull
{
    private const int MostCallers = 256;
    private Turns<Lookup>? turns;

    /// <summary>Looks keys up; the answer may hold others too.</summary>
    /// <param name="keys">At most as many as a call may have.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyDictionary<TKey, TValue>> FindAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken)
    {
        var lookup = new Lookup(keys);
        LazyInitializer.EnsureInitialized(ref turns, () => new(atOnce, MostCallers, FindAsync)).Add(lookup);
        try
        {
            return await lookup.Found.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lookup.IsGivenUp = true;
            throw;
        }
    }

    private async Task FindAsync(IReadOnlyList<Lookup> lookups)
    {
        try
        {
            var parts = await Task.WhenAll(lookups.SelectMany(lookup => lookup.Keys).Distinct().Chunk(most).Select(keys => findAsync(keys)));
            var found = parts.Length == 1 ? parts[0] : parts.SelectMany(part => part).ToDictionary();
            foreach (var lookup in lookups)
                lookup.Complete(found);
        }
        catch (Exception error)
        {
            foreach (var lookup in lookups)
                lookup.Fail(error);
        }
    }

    private sealed class Lookup(IReadOnlyCollection<TKey> keys) : Wish
    {
        private readonly TaskCompletionSource<IReadOnlyDictionary<TKey, TValue>> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyCollection<TKey> Keys => keys;

        public Task<IReadOnlyDictionary<TKey, TValue>> Found => completion.Task;

        public void Complete(IReadOnlyDictionary<TKey, TValue> found) => completion.SetResult(found);

        public void Fail(Exception error) => completion.SetException(error);
    }
}
