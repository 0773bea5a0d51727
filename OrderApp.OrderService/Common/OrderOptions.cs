using System.ComponentModel.DataAnnotations;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Common;

/// <summary>Settings of the section <c>Orders</c>. The defaults suit a small machine (2 cores).</summary>
internal sealed class OrderOptions
{
    /// <summary>Writes (of each kind) and reads that may wait; one more is refused with RESOURCE_EXHAUSTED.</summary>
    [Range(1, 1_000_000)]
    public int QueueLength { get; set; } = 4096;

    /// <summary>The most writes or reads that go to the database as one statement.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 512;

    /// <summary>Batches of reads that may be under way at once. Batches of writes go one after another.</summary>
    [Range(1, 16)]
    public int ConcurrentReads { get; set; } = 2;

    /// <summary>How many items a page has when the caller names no size.</summary>
    [Range(1, 10_000)]
    public int PageSize { get; set; } = 100;

    /// <summary>The most items that a page has, whatever size the caller names.</summary>
    [Range(1, 10_000)]
    public int MaxPageSize { get; set; } = 1000;

    /// <summary>How long a statement may take before its callers get UNAVAILABLE.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long events can be resumed from and a request_id is kept; at least 24 hours.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often what is older than <see cref="Retention"/> is removed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PruneInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Recent events kept in memory for those who watch; one who falls further behind reads them from the database.</summary>
    [Range(100, 1_000_000)]
    public int FeedLength { get; set; } = 20_000;

    /// <summary>How often the database is asked for new events when no notification comes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan FeedInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many may watch at once; one more is refused with RESOURCE_EXHAUSTED.</summary>
    [Range(1, 100_000)]
    public int MaxWatchers { get; set; } = 5000;

    /// <summary>How often the user service is asked which accounts were deleted.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan DeletedAccountsInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many items a page has of which the caller asks for so many.</summary>
    public int PageSizeFor(int asked)
    {
        if (asked < 0)
            throw GrpcErrors.InvalidArgument("page_size", $"must not be negative, is {asked}");
        return Math.Min(asked == 0 ? PageSize : asked, MaxPageSize);
    }
}
