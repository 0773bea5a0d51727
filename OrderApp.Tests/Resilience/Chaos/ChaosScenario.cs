using OrderApp.Tests.Resilience.Chaos.Checking;
using OrderApp.Tests.Resilience.Chaos.Faults;

namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>Runs a world through the rounds of a plan, and fails with the shortest histories when a promise is broken.</summary>
internal static class ChaosScenario
{
    private const int ShownViolations = 5;
    private const int ShownErrors = 3;

    public static async Task RunAsync(
        string name, World world, IEnumerable<Fault> faults, ITestOutputHelper output, bool untilAllHaveStruck = true)
    {
        var plan = ChaosPlan.FromEnvironment(output);
        var storm = new Storm([.. faults], plan.Seed, untilAllHaveStruck);
        await using var run = new ChaosRun(world.Doors, world.Connection, plan.Seed);
        await run.BeginAsync();
        IReadOnlyList<Violation> violations = [];
        var rounds = 0;
        for (; rounds < plan.Rounds && violations.Count == 0; rounds++)
        {
            await run.WorkAsync(() => storm.RageAsync(plan.RoundTime));
            await world.WaitAsync();
            violations = await run.SettleAsync();
        }

        new ChaosReport(name, plan.Seed, rounds, storm.Strikes, storm.Summary, run.History.Acts, run.WatchBreaks, violations.Count).Write(output);
        if (violations.Count > 0)
            output.WriteLine(await Autopsy.OfAsync(world, run));
        foreach (var replica in world.Replicas)
            output.WriteLine(string.Join('\n', replica.Errors.Take(ShownErrors).Prepend($"{replica.Name} logged {replica.Errors.Count()} errors")));
        Assert.True(violations.Count == 0, $"{violations.Count} violations, seed {plan.Seed}:\n{string.Join('\n', violations.Take(ShownViolations))}");
    }
}
