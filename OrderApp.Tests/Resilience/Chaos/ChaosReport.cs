using System.Globalization;
using OrderApp.LocalPostgres;
using OrderApp.Tests.Resilience.Chaos.Recording;

namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>One line of a table for each scenario: in the test's output, and added to artifacts/test-results/chaos.md.</summary>
internal sealed record ChaosReport(string Scenario, int Seed, int Rounds, int Strikes, string Faults, IReadOnlyList<Act> Acts, int Breaks, int Violations)
{
    private const string Head =
        """
        | scenario | rounds | faults | operations | acknowledged | refused | not answered | watchers' breaks | violations | faults by kind | seed |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |
        """;

    private static readonly Lock Gate = new();

    public void Write(ITestOutputHelper output)
    {
        int Count(Outcome outcome) => Acts.Count(act => act.Outcome == outcome);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {Scenario} | {Rounds} | {Strikes} | {Acts.Count} | {Count(Outcome.Acknowledged)} | {Count(Outcome.Refused)} | {Count(Outcome.Unknown)} | {Breaks} | {Violations} | {Faults} | {Seed} |");
        output.WriteLine($"{Head}\n{line}");
        lock (Gate)
        {
            var folder = Directory.CreateDirectory(Path.Combine(Clone.OfThisProgram().Root, "artifacts", "test-results"));
            var file = Path.Combine(folder.FullName, "chaos.md");
            File.AppendAllText(file, File.Exists(file) ? $"{line}\n" : $"{Head}\n{line}\n");
        }
    }
}
