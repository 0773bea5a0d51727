using System.Globalization;

namespace OrderApp.Benchmarks.Reporting;

/// <summary>Numbers as they are printed.</summary>
internal static class Figures
{
    public static string Rate(double perSecond) => Text(perSecond, perSecond < 100 ? "#,0.0" : "#,0");

    public static string Milliseconds(double? milliseconds) =>
        milliseconds is { } value ? Text(value, value < 1 ? "0.000" : value < 100 ? "0.00" : "#,0") : "";

    public static string Cores(double? cores) => cores is { } value ? Text(value, "0.00") : "";

    public static string Whole(double? number) => number is { } value ? Text(value, "#,0") : "";

    public static string Ratio(double ratio) => Text(ratio, ratio < 10 ? "0.00" : "0.0") + "×";

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
