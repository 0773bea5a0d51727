using System.Globalization;
using System.Text;

namespace OrderApp.Benchmarks.Reporting;

/// <summary>REPORT.md.</summary>
internal static class MarkdownReport
{
    public static string Write(Report report)
    {
        var text = new StringBuilder();
        text.AppendLine("# What it holds").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Measured on {report.Begun.UtcDateTime:yyyy-MM-dd HH:mm} UTC in {report.Took.TotalMinutes:0.0} minutes with `{report.Command}`.").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"The machine: {report.Machine}.").AppendLine();
        text.AppendLine(
            """
            Services, database and load generator share the machine's cores; services that a scenario does not need stand still meanwhile.
            Rates and latencies are medians of the repetitions, the spread is the slowest and the fastest of them. Latency is counted from the
            moment a call was to start. The columns service, database and generator tell how many cores each kept busy; MiB is the services'
            resident memory. "Warm-up calls" had been answered before the first measured window began, since the service was started. "Against"
            divides the rate by another scenario's of the same run.
            """).AppendLine();

        text.AppendLine("## In short").AppendLine();
        foreach (var line in ShortTable.Lines(report))
            text.AppendLine(line);
        text.AppendLine().AppendLine("## Everything").AppendLine();
        AppendRow(text, ResultTable.Header);
        AppendRow(text, ResultTable.Header.Select((_, column) => column is 0 || column == ResultTable.Header.Count - 1 ? "---" : "--:"));
        foreach (var result in report.Results)
            AppendRow(text, ResultTable.Row(result));

        text.AppendLine().AppendLine("## The scenarios").AppendLine();
        foreach (var result in report.Results)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- `{result.Name}`: {result.Title}");
            foreach (var remark in Remarks.Of(result))
                text.AppendLine(CultureInfo.InvariantCulture, $"  - {remark}");
        }
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
