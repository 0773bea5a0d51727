using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrderApp.Orders.Common;

/// <summary>The meter <c>OrderApp.Orders</c>, and the activity source of the same name.</summary>
internal sealed class OrderMetrics : IDisposable
{
    public const string Name = "OrderApp.Orders";
    private readonly Meter meter;

    public OrderMetrics(IMeterFactory factory)
    {
        meter = factory.Create(Name);
        Created = meter.CreateCounter<long>("orders.created", "{order}", "Orders created and committed");
        Updated = meter.CreateCounter<long>("orders.updated", "{order}", "Orders updated and committed");
        Deleted = meter.CreateCounter<long>("orders.deleted", "{order}", "Orders deleted and committed");
        Moved = meter.CreateCounter<long>("orders.moved", "{order}", "Orders brought from one state to another and committed, by the move");
        Replayed = meter.CreateCounter<long>("orders.replayed", "{request}", "Creates answered again because of their request_id");
        Refused = meter.CreateCounter<long>("orders.refused", "{call}", "Calls refused because too many were waiting");
        BatchSize = meter.CreateHistogram<int>("orders.batch.size", "{operation}", "Operations that went to the database as one statement");
        QueueWait = meter.CreateHistogram<double>("orders.queue.wait", "s", "Time from a batch's oldest operation coming in to its statement");
        CommitTime = meter.CreateHistogram<double>("orders.commit.time", "s", "Time of a batch's statement, commit included");
        EventLag = meter.CreateHistogram<double>("orders.events.lag", "s", "Time from an order's change to its event being ready for those who watch");
    }

    public Counter<long> Created { get; }

    public Counter<long> Updated { get; }

    public Counter<long> Deleted { get; }

    public Counter<long> Moved { get; }

    public Counter<long> Replayed { get; }

    public Counter<long> Refused { get; }

    public Histogram<int> BatchSize { get; }

    public Histogram<double> QueueWait { get; }

    public Histogram<double> CommitTime { get; }

    public Histogram<double> EventLag { get; }

    /// <summary>Source of the spans of batches.</summary>
    public ActivitySource Activities { get; } = new(Name);

    /// <summary>Counts an order that was brought to another state.</summary>
    public void CountMove(OrderMove move) => Moved.Add(1, new KeyValuePair<string, object?>("move", move.Name));

    /// <summary>Lets the length of a queue be seen.</summary>
    public void ObserveQueue(string kind, Func<int> length) => meter.CreateObservableGauge(
        "orders.queue.length", () => new Measurement<int>(length(), new KeyValuePair<string, object?>("kind", kind)), "{operation}", "Operations waiting");

    /// <summary>Lets the number of watchers be seen.</summary>
    public void ObserveWatchers(Func<int> count) => meter.CreateObservableGauge("orders.watchers", count, "{watcher}", "Streams of WatchOrders");

    public void Dispose()
    {
        meter.Dispose();
        Activities.Dispose();
    }
}
