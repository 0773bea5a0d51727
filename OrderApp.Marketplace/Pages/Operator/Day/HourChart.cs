using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace OrderApp.Marketplace.Pages.Operator.Day;

/// <summary>
/// A figure for each hour of a day as bars, drawn here: no script, no foreign host. Who cannot see it has the table beside it, so it is hidden from screen readers.
/// </summary>
/// <param name="values">24 of them, none less than zero.</param>
/// <param name="others">A second row of bars, narrower and in another colour; null: none.</param>
/// <param name="text">How a figure is written.</param>
internal sealed class HourChart(IReadOnlyList<decimal> values, IReadOnlyList<decimal>? others, Func<decimal, string> text) : IHtmlContent
{
    private const int Width = 480;
    private const int Height = 150;
    private const int Top = 18;
    private const int Bottom = 20;
    private const int Hours = 24;
    private const decimal Step = (decimal)Width / Hours;

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        var most = Math.Max(values.Max(), others?.Max() ?? 0);
        writer.Write($"""<svg class="chart" viewBox="0 0 {Width} {Height}" aria-hidden="true" focusable="false">""");
        writer.Write($"""<text x="0" y="12">{encoder.Encode(most > 0 ? text(most) : "")}</text><path class="axis" d="M0 {Height - Bottom}H{Width}"/>""");
        for (var hour = 0; hour < Hours; hour++)
        {
            Bar(writer, "bar", hour, values[hour], most, 0.15m, 0.7m);
            if (others is not null)
                Bar(writer, "bar other", hour, others[hour], most, 0.35m, 0.3m);
            if (hour % 6 == 0)
                writer.Write($"""<text x="{Number(hour * Step)}" y="{Height - 5}">{hour}:00</text>""");
        }

        writer.Write("</svg>");
    }

    private static void Bar(TextWriter writer, string style, int hour, decimal value, decimal most, decimal left, decimal width)
    {
        if (value <= 0 || most <= 0)
            return;
        // What is there at all is seen.
        var height = Math.Max(1.5m, value / most * (Height - Top - Bottom));
        writer.Write(
            $"""<rect class="{style}" x="{Number((hour + left) * Step)}" y="{Number(Height - Bottom - height)}" width="{Number(width * Step)}" height="{Number(height)}" rx="1.5"/>""");
    }

    private static string Number(decimal number) => Math.Round(number, 2).ToString(CultureInfo.InvariantCulture);
}
