using OrderApp.Tests.Resilience.Chaos.Faults;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>What programs need from around them and do not get: the network, the disk, connections, the right time.</summary>
[Trait("Category", "Chaos")]
public sealed class ResourceChaosTests(ChaosPostgres postgres, ITestOutputHelper output) : IClassFixture<ChaosPostgres>
{
    [Fact]
    public async Task Two_replicas_on_a_network_that_is_slow_loses_and_breaks_keep_every_promise()
    {
        await using var world = await World.StartAsync(postgres.Database, await postgres.CreateDatabaseAsync(), 2);
        await ChaosScenario.RunAsync("network slow, losing, breaking", world, world.NetworkFaults, output);
    }

    [Fact]
    public async Task A_database_whose_disk_is_full_keeps_every_promise()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 160);
        await using var database = await OwnPostgres.StartAsync(Path.Combine(disk.Folder, "cluster"), ("max_wal_size", "32MB"), ("min_wal_size", "32MB"));
        await using var world = await World.StartAsync(database, "orderdb", 2);
        await ChaosScenario.RunAsync("disk full", world, FullDisk.Of(database, disk), output);
    }

    [Fact]
    public async Task Replicas_that_find_every_connection_taken_keep_every_promise()
    {
        await using var world = await World.StartAsync(postgres.Database, await postgres.CreateDatabaseAsync(), 2);
        await ChaosScenario.RunAsync("connections taken", world, [TakenConnections.Of(postgres.Database)], output);
    }

    [Fact]
    public async Task Replicas_whose_clocks_are_hours_apart_keep_every_promise()
    {
        await using var world = await World.StartWithClocksAsync(
            postgres.Database, await postgres.CreateDatabaseAsync(), TimeSpan.FromHours(-2), TimeSpan.Zero, TimeSpan.FromHours(2));
        IEnumerable<Fault> faults = [.. world.NetworkFaults, .. DatabaseFaults.Of(postgres.Database)];
        await ChaosScenario.RunAsync("clocks hours apart", world, faults, output, untilAllHaveStruck: ChaosPlan.IsLong);
    }
}
