using System.Globalization;
using OrderApp.Benchmarks.Scenarios;

namespace OrderApp.Benchmarks.Reporting;

/// <summary>Tells on the console what is being measured and what came out.</summary>
internal sealed class Progress(TextWriter output, int total)
{
    private int begun;

    public async Task BeginAsync(Scenario scenario, int repetition) =>
        await output.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"[{++begun,3}/{total}] {scenario.Name,-22} {(repetition > 0 ? $"again ({repetition + 1}) " : "")}"));

    public async Task EndAsync(Measurement run)
    {
        var latency = run.Latency is { } known ? $"   p50 {Figures.Milliseconds(known.P50)} ms   p99 {Figures.Milliseconds(known.P99)} ms" : "";
        await output.WriteLineAsync($"{Figures.Rate(run.PerSecond),10}/s{latency}");
        foreach (var remark in Remarks.Of(run).Where(remark => remark != run.Note))
            await output.WriteLineAsync($"          {remark}");
    }
}
