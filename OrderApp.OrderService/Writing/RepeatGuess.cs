namespace OrderApp.Orders.Writing;

/// <summary>
/// Guesses whether a batch repeats a request_id. Nearly all are new, and new ones cost the database less where it need not look first; most of
/// the others come again soon, to the same replica. It is a guess: the database decides. For one batch at a time.
/// </summary>
internal sealed class RepeatGuess
{
    /// <summary>How many request_ids are remembered at least; twice as many at most, by a hash each.</summary>
    public const int Remembered = 65_536;

    /// <summary>For how many batches nothing is taken for new after a wrong guess, so that wrong ones stay few whoever calls.</summary>
    public const int WaryBatches = 100;

    private HashSet<int> recent = [];
    private HashSet<int> older = [];
    private int wary;

    /// <summary>Whether a request_id of these may have been used before. From now on they count as used, whatever becomes of the batch.</summary>
    public bool MayRepeat(IEnumerable<string> requestIds)
    {
        var repeats = wary > 0;
        wary = Math.Max(0, wary - 1);
        foreach (var requestId in requestIds)
            repeats |= !AddNew(requestId.GetHashCode(StringComparison.Ordinal));
        return repeats;
    }

    /// <summary>One had been used of those that were taken for new: another replica's, or one of long ago. More of them may follow.</summary>
    public void WasWrong() => wary = WaryBatches;

    private bool AddNew(int hash)
    {
        if (recent.Count == Remembered)
        {
            (recent, older) = (older, recent);
            recent.Clear();
        }

        var known = older.Contains(hash);
        return recent.Add(hash) && !known;
    }
}
