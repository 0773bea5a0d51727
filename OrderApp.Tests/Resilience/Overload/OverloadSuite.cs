namespace OrderApp.Tests.Resilience.Overload;

/// <summary>Tests that state bounds of time and memory: they run after all others, one at a time, and have the machine to themselves.</summary>
[CollectionDefinition(nameof(OverloadSuite), DisableParallelization = true)]
public sealed class OverloadSuite;
