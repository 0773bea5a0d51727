namespace OrderApp.Tests.Resilience.Chaos.Checking;

/// <summary>A promise that was broken: the rule, what is wrong, and the shortest history that shows it.</summary>
internal sealed record Violation(string Rule, string What, IReadOnlyList<string> History)
{
    public override string ToString() => $"{Rule}: {What}{string.Concat(History.Select(line => $"\n    {line}"))}";
}
