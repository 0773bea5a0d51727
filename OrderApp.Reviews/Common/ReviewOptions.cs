using System.ComponentModel.DataAnnotations;

namespace OrderApp.Reviewing.Common;

/// <summary>Settings of the section <c>Reviews</c>.</summary>
internal sealed class ReviewOptions
{
    /// <summary>How often the user service is asked which accounts were deleted.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan DeletedAccountsInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request_id is kept; at least 24 hours.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often what is older than <see cref="Retention"/> is removed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan PruneInterval { get; set; } = TimeSpan.FromMinutes(10);
}
