using System.Globalization;

namespace OrderApp.Marketplace.Pages;

/// <summary>A time as people read it, in UTC and the reader's language.</summary>
internal static class Moment
{
    /// <param name="date">As order.proto has it: RFC 3339.</param>
    public static string Of(string date) =>
        DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? Of(moment) : date;

    public static string Of(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.CurrentCulture);
}
