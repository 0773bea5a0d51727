using System.Globalization;

namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>
/// How long and with which seed chaos rages: a moment as a rule, minutes in the long run (ORDERAPP_TEST_LONG=1).
/// ORDERAPP_CHAOS_SEED gives back the faults, targets and requests of a run by its printed seed; what meets what is up to the machine.
/// </summary>
internal sealed record ChaosPlan(int Seed, int Rounds, TimeSpan RoundTime)
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("ORDERAPP_TEST_LONG") == "1";

    public static ChaosPlan FromEnvironment(ITestOutputHelper output)
    {
        var seed = Environment.GetEnvironmentVariable("ORDERAPP_CHAOS_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"seed {seed} (ORDERAPP_CHAOS_SEED={seed} repeats it)");
        return IsLong ? new(seed, 12, TimeSpan.FromSeconds(6)) : new(seed, 1, TimeSpan.FromSeconds(3));
    }
}
