using OrderApp.Tests.Chaos.Faults;

namespace OrderApp.Tests.Chaos;

/// <summary>What programs need from around them and do not get: the network, the disk, connections, the right time.</summary>
[Trait("Category", "Chaos")]
public sealed class ResourceChaosTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_replicas_on_a_network_that_is_slow_loses_and_breaks_keep_every_promise()
    {
        await using var world = await World.StartAsync(2);
        await ChaosScenario.RunAsync("network slow, losing, breaking", world, world.NetworkFaults, output);
    }

    [Fact]
    public async Task A_database_whose_disk_is_full_keeps_every_promise()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 160);
        await using var world = await World.StartAsync(2, Path.Combine(disk.Folder, "cluster"), ("max_wal_size", "32MB"), ("min_wal_size", "32MB"));
        await ChaosScenario.RunAsync("disk full", world, FullDisk.Of(world.Database, disk), output);
    }

    [Fact]
    public async Task Replicas_that_find_every_connection_taken_keep_every_promise()
    {
        await using var world = await World.StartAsync(2, null, ("max_connections", "16"));
        await ChaosScenario.RunAsync("connections taken", world, [TakenConnections.Of(world.Database)], output);
    }

    [Fact]
    public async Task Replicas_whose_clocks_are_hours_apart_keep_every_promise()
    {
        await using var world = await World.StartWithClocksAsync(TimeSpan.FromHours(-2), TimeSpan.Zero, TimeSpan.FromHours(2));
        await ChaosScenario.RunAsync("clocks hours apart", world, [.. world.NetworkFaults, .. DatabaseFaults.Of(world.Database)], output);
    }
}
