using OrderApp.Benchmarks.Scenarios;

namespace OrderApp.Benchmarks.Reporting;

/// <summary>What is to be said of a scenario's runs beside their figures.</summary>
internal static class Remarks
{
    public static IEnumerable<string> Of(ScenarioResult result) =>
        result.Runs.SelectMany((run, number) => Of(run).Select(remark => result.Runs.Count > 1 ? $"run {number + 1}: {remark}" : remark));

    public static IEnumerable<string> Of(Measurement run)
    {
        if (run.Void is { } reason)
            yield return $"VOID: {reason}";
        if (run.Errors.Count > 0)
            yield return $"errors: {string.Join(", ", run.Errors.Select(error => $"{Figures.Whole(error.Value)} {error.Key}"))}";
        if (run.Note is { } note)
            yield return note;
    }
}
