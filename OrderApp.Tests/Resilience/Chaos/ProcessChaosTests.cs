using OrderApp.Tests.Resilience.Chaos.Faults;

namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>Programs that are killed and frozen, and all that can happen at once.</summary>
[Trait("Category", "Chaos")]
public sealed class ProcessChaosTests(ChaosPostgres postgres, ITestOutputHelper output) : IClassFixture<ChaosPostgres>
{
    [Fact]
    public async Task Two_replicas_that_are_killed_and_frozen_keep_every_promise()
    {
        await using var world = await World.StartProcessesAsync(postgres.Database, await postgres.CreateDatabaseAsync(), 2);
        await ChaosScenario.RunAsync("services killed and frozen", world, world.ServiceFaults, output);
    }

    [Fact]
    public async Task Three_replicas_whose_database_is_killed_and_frozen_keep_every_promise()
    {
        await using var world = await World.StartAsync(postgres.Database, await postgres.CreateDatabaseAsync(), 3);
        await ChaosScenario.RunAsync("database killed and frozen", world, DatabaseFaults.Of(postgres.Database), output);
    }

    [Fact]
    public async Task Three_replicas_with_everything_going_wrong_at_once_keep_every_promise()
    {
        await using var world = await World.StartProcessesAsync(postgres.Database, await postgres.CreateDatabaseAsync(), 3);
        IEnumerable<Fault> faults =
            [.. world.ServiceFaults, .. DatabaseFaults.Of(postgres.Database), .. world.NetworkFaults, TakenConnections.Of(postgres.Database)];
        await ChaosScenario.RunAsync("everything at once", world, faults, output, untilAllHaveStruck: ChaosPlan.IsLong);
    }
}
