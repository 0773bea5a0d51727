using System.Diagnostics;
using System.Globalization;

namespace OrderApp.Marketplace.FrontDoor;

/// <summary>How long a caller waits for its call, counted from its coming in here; a value that is none is for the service to refuse.</summary>
/// <remarks>https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, Timeout</remarks>
internal sealed class CallDeadline(HttpContext context)
{
    private const string Header = "grpc-timeout";
    private const int MostDigits = 8;
    private readonly long began = Stopwatch.GetTimestamp();

    /// <summary>Whether it is over, so that whatever the call then failed with is the caller's own doing.</summary>
    public bool HasPassed => Timeout is { } timeout && Stopwatch.GetElapsedTime(began) >= timeout;

    private TimeSpan? Timeout =>
        context.Request.Headers[Header] is [{ Length: > 1 and <= MostDigits + 1 } text]
        && Unit(text[^1]) is { } unit
        && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? unit * count
            : null;

    private static TimeSpan? Unit(char letter) => letter switch
    {
        'H' => TimeSpan.FromHours(1),
        'M' => TimeSpan.FromMinutes(1),
        'S' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMilliseconds(1),
        'u' => TimeSpan.FromMicroseconds(1),
        'n' => TimeSpan.Zero, // finer than the clock: over at once
        _ => null,
    };
}
