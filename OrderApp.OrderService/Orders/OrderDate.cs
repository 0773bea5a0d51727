using System.Globalization;
using System.Text.RegularExpressions;

namespace OrderApp.Orders;

/// <summary>
/// Dates as RFC 3339 and ISO 8601 write them: calendar, ordinal and week dates, basic and extended, "T" or a blank before the time,
/// a fraction of the last part of the time (cut to microseconds), any offset (none means UTC).
/// </summary>
internal static partial class OrderDate
{
    // More than a microsecond of an hour needs.
    private const int FractionDigits = 18;

    private const int MicrosecondsEnd = 26;
    private const int RoundTripLength = 33;

    /// <summary>Reads a date, or answers false.</summary>
    public static bool TryParse(string text, out DateTime utc)
    {
        utc = default;
        if (text.Length > 64 || Pattern().Match(text) is not { Success: true } match || !TryReadDay(match, out var day))
            return false;

        var (hour, minute, second) = (Number(match, "hour"), Number(match, "minute"), Number(match, "second"));
        var ticks = Ticks(match);
        var midnight = hour == 24 && minute == 0 && second == 0 && ticks == 0;
        if ((hour > 23 && !midnight) || minute > 59 || second > 60 || !TryReadOffset(match, out var offset))
            return false;

        try
        {
            utc = day.AddHours(hour).AddMinutes(minute).AddSeconds(second).AddTicks(ticks) - offset;
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false; // before the year 1 or after 9999 once in UTC
        }
    }

    /// <summary>Writes a date as RFC 3339 in UTC, to the microsecond and without zeros at the end.</summary>
    public static string Format(DateTime utc)
    {
        // The platform's own round-trip form, which costs a fraction of a custom one, down to the last digit that counts.
        Span<char> text = stackalloc char[RoundTripLength];
        utc.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        return $"{text[..MicrosecondsEnd].TrimEnd('0').TrimEnd('.')}Z";
    }

    /// <summary>Cuts to the microsecond, as PostgreSQL keeps times.</summary>
    public static DateTime Truncate(DateTime utc) => utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));

    private static bool TryReadDay(Match match, out DateTime day)
    {
        day = default;
        var year = Number(match, "year");
        if (year < 1)
            return false;
        if (match.Groups["week"].Success)
        {
            var (week, weekday) = (Number(match, "week"), match.Groups["weekday"].Success ? Number(match, "weekday") : 1);
            if (week < 1 || week > ISOWeek.GetWeeksInYear(year) || weekday is < 1 or > 7 || (year == 9999 && week == 52 && weekday > 5))
                return false;
            day = DateTime.SpecifyKind(ISOWeek.ToDateTime(year, week, (DayOfWeek)(weekday % 7)), DateTimeKind.Utc);
            return true;
        }

        var first = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        if (match.Groups["ordinal"].Success)
        {
            var ordinal = Number(match, "ordinal");
            if (ordinal < 1 || ordinal > (DateTime.IsLeapYear(year) ? 366 : 365))
                return false;
            day = first.AddDays(ordinal - 1);
            return true;
        }

        var month = match.Groups["month"].Success ? Number(match, "month") : 1;
        var date = match.Groups["day"].Success ? Number(match, "day") : 1;
        if (month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month))
            return false;
        day = first.AddMonths(month - 1).AddDays(date - 1);
        return true;
    }

    private static bool TryReadOffset(Match match, out TimeSpan offset)
    {
        var (hours, minutes) = (Number(match, "offsetHour"), Number(match, "offsetMinute"));
        offset = new TimeSpan(hours, minutes, 0);
        if (match.Groups["sign"].ValueSpan is "-" or "\u2212")
            offset = -offset;
        return hours <= 23 && minutes <= 59;
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static long Ticks(Match match)
    {
        var fraction = match.Groups["fraction"].ValueSpan;
        if (fraction.IsEmpty)
            return 0;
        var digits = fraction[..Math.Min(fraction.Length, FractionDigits)];
        var unit = match.Groups["second"].Success ? TimeSpan.TicksPerSecond
            : match.Groups["minute"].Success ? TimeSpan.TicksPerMinute : TimeSpan.TicksPerHour;
        var ticks = unit * Int128.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        for (var digit = 0; digit < digits.Length; digit++)
            ticks /= 10;
        return (long)ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond;
    }

    [GeneratedRegex(
        """
        ^(?<year>[0-9]{4})
        (?: -W(?<week>[0-9]{2})(?:-(?<weekday>[0-9]))? | W(?<week>[0-9]{2})(?<weekday>[0-9])?
          | -(?<ordinal>[0-9]{3}) | -(?<month>[0-9]{2})(?:-(?<day>[0-9]{2}))?
          | (?<month>[0-9]{2})(?<day>[0-9]{2}) | (?<ordinal>[0-9]{3}) )?
        (?: [Tt\ ]
            (?<hour>[0-9]{2}) (?: :?(?<minute>[0-9]{2}) (?: :?(?<second>[0-9]{2}) )? )? (?:[.,](?<fraction>[0-9]{1,30}))?
            (?: \ ?(?: [Zz] | (?<sign>[-+\u2212])(?<offsetHour>[0-9]{2})(?::?(?<offsetMinute>[0-9]{2}))? ) )? )?\z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
