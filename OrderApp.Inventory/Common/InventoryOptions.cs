using System.ComponentModel.DataAnnotations;

namespace OrderApp.Stocking.Common;

/// <summary>Settings of the section <c>Inventory</c>. The defaults suit a small machine (2 cores).</summary>
internal sealed class InventoryOptions
{
    /// <summary>Changes that may wait; one more is refused with RESOURCE_EXHAUSTED.</summary>
    [Range(1, 1_000_000)]
    public int QueueLength { get; set; } = 4096;

    /// <summary>The most changes that are made in one transaction.</summary>
    [Range(1, 1000)]
    public int BatchSize { get; set; } = 128;

    /// <summary>How long a transaction may take before its callers get UNAVAILABLE.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often what has expired is made available again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan ExpiryInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the stock is compared with the ledger.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "30.00:00:00")]
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromHours(1);
}
