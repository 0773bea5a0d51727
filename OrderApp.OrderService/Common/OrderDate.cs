using System.Globalization;
using System.Text.RegularExpressions;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Common;

/// <summary>
/// Dates as RFC 3339 writes them, a date alone (midnight) included, and as Python's <c>str(datetime)</c> does: with a blank before the time,
/// and without an offset, which means UTC. Fractions of a second are cut to microseconds, as PostgreSQL keeps them.
/// </summary>
internal static partial class OrderDate
{
    private const int MicrosecondsEnd = 26;
    private const int RoundTripLength = 33;

    /// <summary>The time, to the microsecond.</summary>
    public static DateTime Now(TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>A caller's date; null when none was given.</summary>
    public static DateTime? Check(string date) => date.Length == 0 ? null
        : TryParse(date, out var utc) ? utc
        : throw GrpcErrors.InvalidArgument("date", "is not a date as RFC 3339 writes it");

    /// <summary>Reads a date, or answers false.</summary>
    public static bool TryParse(string text, out DateTime utc)
    {
        utc = default;
        if (Pattern().Match(text) is not { Success: true } match)
            return false;

        // A leap second is the first one after it.
        var leap = match.Groups["second"].ValueSpan is "60";
        var time = match.Groups["time"].Success ? $"{match.Groups["time"].ValueSpan}:{(leap ? "59" : match.Groups["second"].ValueSpan)}" : "00:00:00";
        if (!DateTime.TryParseExact(
            $"{match.Groups["day"].ValueSpan} {time}{match.Groups["fraction"].ValueSpan}", "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var local))
        {
            return false;
        }

        var offset = TimeSpan.Zero;
        if (match.Groups["offset"] is { Success: true } given && !TimeSpan.TryParseExact(given.ValueSpan, @"hh\:mm", CultureInfo.InvariantCulture, out offset))
            return false;

        var ticks = local.Ticks + (leap ? TimeSpan.TicksPerSecond : 0) - (match.Groups["sign"].ValueSpan is "-" ? -offset.Ticks : offset.Ticks);
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;
        utc = new DateTime(ticks, DateTimeKind.Utc);
        return true;
    }

    /// <summary>Writes a date as RFC 3339 in UTC, to the microsecond and without zeros at the end.</summary>
    public static string Format(DateTime utc)
    {
        // The platform's own round-trip form, which costs a fraction of a custom one, down to the last digit that counts.
        Span<char> text = stackalloc char[RoundTripLength];
        utc.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        return $"{text[..MicrosecondsEnd].TrimEnd('0').TrimEnd('.')}Z";
    }

    [GeneratedRegex(
        """
        ^(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})
        (?: [Tt\ ] (?<time>[0-9]{2}:[0-9]{2}) : (?<second>[0-9]{2}) (?: (?<fraction>\.[0-9]{1,6}) [0-9]{0,24} )?
            (?: [Zz] | (?<sign>[-+]) (?<offset>[0-9]{2}:[0-9]{2}) )? )?\z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
