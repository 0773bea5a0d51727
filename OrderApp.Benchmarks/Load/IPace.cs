namespace OrderApp.Benchmarks.Load;

/// <summary>Decides when calls start. Timestamps are Stopwatch's. One thread uses it.</summary>
internal interface IPace
{
    /// <summary>Takes the next call when it is due, with the moment it was to start.</summary>
    bool TryTake(long now, out long intended);

    /// <summary>When the next call is due; null when none will be, or when it is due as soon as another has ended.</summary>
    long? NextDue { get; }
}
