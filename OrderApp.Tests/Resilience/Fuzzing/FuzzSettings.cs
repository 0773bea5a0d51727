using System.Globalization;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>How many cases, and from which seed: the short form tries the same ones each time, the long form others unless it is told which.</summary>
internal static class FuzzSettings
{
    public const string SeedVariable = "ORDERAPP_FUZZ_SEED";

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("ORDERAPP_TEST_LONG") == "1";

    /// <summary>The seed of the first case; the next case has the next seed.</summary>
    public static int Seed { get; } = Read(SeedVariable) ?? (IsLong ? Random.Shared.Next(1_000_000_000) : 1_000_000);

    /// <summary>A share of all cases: the short form has 3,000 together, the long one 100,000 (ORDERAPP_FUZZ_CASES: any other number).</summary>
    public static int Cases(double share) => (int)((Read("ORDERAPP_FUZZ_CASES") ?? (IsLong ? 100_000 : 3000)) * share);

    private static int? Read(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : null;
}
