using System.Globalization;
using OrderApp.AppHost.LocalPostgres;
using OrderApp.Tests.Chaos.Checking;
using OrderApp.Tests.Chaos.Faults;
using OrderApp.Tests.Chaos.Recording;

namespace OrderApp.Tests.Chaos;

/// <summary>One line of a table for each scenario: in the test's output, and added to artifacts/chaos.md.</summary>
internal static class ChaosReport
{
    private const string Head = "| scenario | seed | rounds | faults | operations | acknowledged | refused | unknown | events | watchers' breaks | violations |";
    private static readonly Lock Gate = new();

    public static void Write(
        ITestOutputHelper output, string scenario, int seed, int rounds, Storm storm, ChaosRun run, IReadOnlyList<Violation> violations)
    {
        var acts = run.History.Acts;
        int Count(Outcome outcome) => acts.Count(act => act.Outcome == outcome);
        Write(output, Head, string.Create(
            CultureInfo.InvariantCulture,
            $"| {scenario} | {seed} | {rounds} | {storm.Strikes}: {storm.Summary} | {acts.Count} | {Count(Outcome.Acknowledged)} | {Count(Outcome.Refused)} | {Count(Outcome.Unknown)} | {run.Events} | {run.WatchBreaks} | {violations.Count} |"));
    }

    public static void Write(ITestOutputHelper output, string head, string line)
    {
        output.WriteLine(head);
        output.WriteLine(line);
        lock (Gate)
        {
            var folder = Directory.CreateDirectory(Path.Combine(Clone.OfThisProgram().Root, "artifacts"));
            File.AppendAllText(Path.Combine(folder.FullName, "chaos.md"), $"{DateTime.UtcNow:u} {line}\n");
        }
    }
}
