using System.Diagnostics.Metrics;

namespace OrderApp.Stocking.Common;

/// <summary>The meter <c>OrderApp.Inventory</c>.</summary>
internal sealed class InventoryMetrics : IDisposable
{
    public const string Name = "OrderApp.Inventory";
    private readonly Meter meter;
    private readonly Counter<long> reservations;
    private int mismatches;

    public InventoryMetrics(IMeterFactory factory)
    {
        meter = factory.Create(Name);
        reservations = meter.CreateCounter<long>("inventory.reservations", "{reservation}", "Reservations by what became of them");
        StockOuts = meter.CreateCounter<long>("inventory.stockouts", "{book}", "Books of which a reservation found too few");
        UnitsSold = meter.CreateCounter<long>("inventory.units.sold", "{unit}", "Units sold");
        UnitsReturned = meter.CreateCounter<long>("inventory.units.returned", "{unit}", "Units that were sold and put back");
        BatchSize = meter.CreateHistogram<int>("inventory.batch.size", "{change}", "Changes made in one transaction");
        Refused = meter.CreateCounter<long>("inventory.refused", "{call}", "Calls refused because too many were waiting");
        meter.CreateObservableGauge("inventory.mismatches", () => Volatile.Read(ref mismatches), "{book}", "Books whose stock was not what the ledger says when it was last compared");
    }

    public Counter<long> StockOuts { get; }

    public Counter<long> UnitsSold { get; }

    public Counter<long> UnitsReturned { get; }

    public Histogram<int> BatchSize { get; }

    public Counter<long> Refused { get; }

    /// <summary>Counts a reservation: <c>reserved</c>, <c>out_of_stock</c>, <c>confirmed</c>, <c>released</c>, <c>expired</c> or <c>returned</c>.</summary>
    public void CountReservation(string outcome) => reservations.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Lets the number of books be seen whose stock is wrong.</summary>
    public void ShowMismatches(int books) => Volatile.Write(ref mismatches, books);

    public void Dispose() => meter.Dispose();
}
