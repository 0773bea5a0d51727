using OrderApp.Tests.Chaos.Faults;

namespace OrderApp.Tests.Chaos;

/// <summary>Programs that are killed and frozen, and all that can happen at once.</summary>
[Trait("Category", "Chaos")]
public sealed class ProcessChaosTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_replicas_that_are_killed_and_frozen_keep_every_promise()
    {
        await using var world = await World.StartProcessesAsync(2);
        await ChaosScenario.RunAsync("services killed and frozen", world, world.ServiceFaults, output);
    }

    [Fact]
    public async Task Three_replicas_whose_database_is_killed_and_frozen_keep_every_promise()
    {
        await using var world = await World.StartAsync(3);
        await ChaosScenario.RunAsync("database killed and frozen", world, DatabaseFaults.Of(world.Database), output);
    }

    [Fact]
    public async Task Three_replicas_with_everything_going_wrong_at_once_keep_every_promise()
    {
        await using var world = await World.StartProcessesAsync(3, null, ("max_connections", "40"));
        await ChaosScenario.RunAsync(
            "everything at once", world,
            [.. world.ServiceFaults, .. DatabaseFaults.Of(world.Database), .. world.NetworkFaults, TakenConnections.Of(world.Database)], output);
    }
}
