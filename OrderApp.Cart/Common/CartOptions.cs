using System.ComponentModel.DataAnnotations;

namespace OrderApp.Buying.Common;

/// <summary>Settings of the section <c>Cart</c>.</summary>
internal sealed class CartOptions
{
    /// <summary>How long Checkout waits for the end before it answers PENDING.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The deadline of one call of a checkout's step. Who runs a checkout has it for twice as long, and then anew.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")]
    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>After which a checkout that is not done is undone. It must end before its reservation does, which is set aside for twice as long.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:29:00")]
    public TimeSpan CheckoutTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often checkouts are looked for that nobody runs.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan ResumeInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many checkouts that were left are run at once.</summary>
    [Range(1, 1000)]
    public int ResumedAtOnce { get; set; } = 32;

    /// <summary>After how long untouched a guest's cart is removed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan GuestRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often untouched carts are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "30.00:00:00")]
    public TimeSpan ExpiryInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest pause before a step is tried again.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    /// <summary>After how long under way a checkout counts as stuck.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(30);
}
