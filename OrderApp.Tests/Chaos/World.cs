using OrderApp.Tests.Chaos.Faults;
using OrderApp.Tests.Chaos.Recording;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Chaos;

/// <summary>A PostgreSQL and some order services on one database.</summary>
internal sealed class World : IAsyncDisposable
{
    private World(OwnPostgres database, IReadOnlyList<Replica> replicas) => (Database, Replicas) = (database, replicas);

    public OwnPostgres Database { get; }

    public IReadOnlyList<Replica> Replicas { get; }

    public IReadOnlyList<Door> Doors => [.. Replicas.Select(replica => replica.Door)];

    public IEnumerable<Fault> ServiceFaults => Replicas.SelectMany(replica => Faults.ServiceFaults.Of(replica.Process!, replica.Name));

    public IEnumerable<Fault> NetworkFaults => Replicas.SelectMany(replica => (IEnumerable<Fault>)
    [
        .. Faults.NetworkFaults.Of(replica.ToDatabase, "service to database", replica.Name),
        .. Faults.NetworkFaults.Of(replica.FromClients, "client to service", replica.Name),
    ]);

    /// <summary>Replicas that are processes, to be killed.</summary>
    public static async Task<World> StartProcessesAsync(int replicas, string? folder = null, params (string Key, string Value)[] settings)
    {
        var database = await OwnPostgres.StartAsync(folder, settings);
        return await ReadyAsync(database, [.. Enumerable.Range(1, replicas).Select(number => Replica.StartProcess($"replica {number}", database))]);
    }

    /// <summary>Replicas that nobody kills: in this process, which starts faster, but in the long run processes too.</summary>
    public static async Task<World> StartAsync(int replicas, string? folder = null, params (string Key, string Value)[] settings)
    {
        if (ChaosPlan.IsLong)
            return await StartProcessesAsync(replicas, folder, settings);
        var database = await OwnPostgres.StartAsync(folder, settings);
        return await ReadyAsync(database, [.. Enumerable.Range(1, replicas).Select(number => Replica.StartHost($"replica {number}", database))]);
    }

    /// <summary>Replicas in this process, one for each clock.</summary>
    public static async Task<World> StartWithClocksAsync(params TimeSpan[] wrongBy)
    {
        var database = await OwnPostgres.StartAsync();
        return await ReadyAsync(database, [.. wrongBy.Select((by, index) => Replica.StartHost($"replica {index + 1}", database, by))]);
    }

    /// <summary>Waits until all replicas are ready.</summary>
    public Task WaitAsync() => Task.WhenAll(Replicas.Select(replica => replica.WaitAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
            await replica.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static async Task<World> ReadyAsync(OwnPostgres database, IReadOnlyList<Replica> replicas)
    {
        var world = new World(database, replicas);
        await world.WaitAsync();
        return world;
    }
}
