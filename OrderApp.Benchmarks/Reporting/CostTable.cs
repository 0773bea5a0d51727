namespace OrderApp.Benchmarks.Reporting;

/// <summary>Where the time of a call goes, as a Markdown table that is readable as text too.</summary>
internal static class CostTable
{
    /// <summary>Empty where a run did not look.</summary>
    public static IEnumerable<string> Lines(Measurement run) => run.Costs.Count == 0 ? [] :
    [
        "| for each call         | service ms | database ms | commits | statements |",
        "| --------------------- | ---------: | ----------: | ------: | ---------: |",
        .. run.Costs.Select(cost => string.Create(CultureInfo.InvariantCulture,
            $"| {cost.Part,-21} | {cost.ServiceMilliseconds,10:0.000} | {cost.DatabaseMilliseconds,11:0.000} | {cost.Commits,7:0.00} | {cost.Statements,10:0.0} |")),
        .. run.Costliest.SelectMany(statement => new[] { "", statement }),
    ];
}
