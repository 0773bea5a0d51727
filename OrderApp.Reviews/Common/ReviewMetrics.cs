using System.Diagnostics.Metrics;

namespace OrderApp.Reviewing.Common;

/// <summary>The meter <c>OrderApp.Reviews</c>.</summary>
internal sealed class ReviewMetrics : IDisposable
{
    public const string Name = "OrderApp.Reviews";
    private readonly Meter meter;
    private readonly Counter<long> changes;

    public ReviewMetrics(IMeterFactory factory)
    {
        meter = factory.Create(Name);
        changes = meter.CreateCounter<long>("reviews.changes", "{review}", "Reviews by what was done with them");
        Struck = meter.CreateCounter<long>("reviews.struck", "{review}", "Reviews whose author's account was deleted");
    }

    public Counter<long> Struck { get; }

    /// <summary>Counts a review that was <c>put</c>, <c>deleted</c>, <c>hidden</c> or <c>shown</c>.</summary>
    public void Count(string change) => changes.Add(1, new KeyValuePair<string, object?>("change", change));

    public void Dispose() => meter.Dispose();
}
