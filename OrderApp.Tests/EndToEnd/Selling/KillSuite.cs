namespace OrderApp.Tests.EndToEnd.Selling;

/// <summary>Tests that kill processes under load, one after another and after all others: each of them takes the whole machine.</summary>
[CollectionDefinition(nameof(KillSuite), DisableParallelization = true)]
public sealed class KillSuite;
