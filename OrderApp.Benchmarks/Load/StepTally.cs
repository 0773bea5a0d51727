namespace OrderApp.Benchmarks.Load;

/// <summary>Tallies of a load that consists of several kinds of calls. One thread counts; they are added up afterwards.</summary>
internal sealed class StepTally(LoadWindow window)
{
    private readonly Dictionary<string, LoadTally> steps = new(StringComparer.Ordinal);

    public IEnumerable<string> Steps => steps.Keys;

    public LoadTally Of(string step)
    {
        if (!steps.TryGetValue(step, out var tally))
            steps[step] = tally = new(window);
        return tally;
    }

    public void Add(StepTally other)
    {
        foreach (var (step, tally) in other.steps)
            Of(step).Add(tally);
    }

    public LoadTally Total()
    {
        var total = new LoadTally(window);
        foreach (var tally in steps.Values)
            total.Add(tally);
        return total;
    }
}
