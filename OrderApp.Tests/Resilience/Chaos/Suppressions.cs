using System.Diagnostics.CodeAnalysis;

[assembly: SuppressMessage(
    "Security", "CA5394", Scope = "namespaceanddescendants", Target = "~N:OrderApp.Tests.Resilience.Chaos", Justification = "Tests repeat a run by its seed.")]
