using OrderApp.Tests.Chaos.Checking;
using OrderApp.Tests.Chaos.Faults;

namespace OrderApp.Tests.Chaos;

/// <summary>Runs a world through the rounds of a plan, and fails with the shortest histories when a promise is broken.</summary>
internal static class ChaosScenario
{
    private const int ShownViolations = 5;

    public static async Task RunAsync(string name, World world, IEnumerable<Fault> faults, ITestOutputHelper output)
    {
        var plan = ChaosPlan.FromEnvironment();
        output.WriteLine($"seed {plan.Seed} (ORDERAPP_CHAOS_SEED={plan.Seed} repeats it)");
        var storm = new Storm([.. faults], plan.Seed);
        await using var run = new ChaosRun(world.Doors, world.Database.Connection, plan.Seed);
        await run.BeginAsync();
        IReadOnlyList<Violation> violations = [];
        var rounds = 0;
        for (; rounds < plan.Rounds && violations.Count == 0; rounds++)
        {
            await run.WorkAsync(() => storm.RageAsync(plan.RoundTime));
            await world.WaitAsync();
            violations = await run.SettleAsync();
        }

        ChaosReport.Write(output, name, plan.Seed, rounds, storm, run, violations);
        Assert.True(violations.Count == 0, $"{violations.Count} violations, seed {plan.Seed}:\n{string.Join('\n', violations.Take(ShownViolations))}");
    }
}
