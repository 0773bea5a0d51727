namespace OrderApp.Benchmarks.Scenarios;

/// <summary>One thing that is measured.</summary>
/// <param name="Name">Short, for the command line.</param>
/// <param name="Title">What is measured, for the report.</param>
internal abstract record Scenario(string Name, string Title)
{
    /// <summary>The scenarios of the same run that this one's figure is divided by.</summary>
    public IReadOnlyList<string> Yardsticks { get; init; } = [];

    /// <summary>Whether it is among those of a quick run.</summary>
    public bool IsQuick { get; init; } = true;

    /// <summary>Whether it can be measured here at all.</summary>
    public virtual bool Fits(Stage stage) => true;

    public abstract Task<Measurement> MeasureAsync(Stage stage, CancellationToken cancellationToken);
}
