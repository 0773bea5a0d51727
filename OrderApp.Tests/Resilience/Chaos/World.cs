using OrderApp.Tests.Resilience.Chaos.Faults;
using OrderApp.Tests.Resilience.Chaos.Recording;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>Some order services on one database.</summary>
internal sealed class World : IAsyncDisposable
{
    private World(OwnPostgres postgres, string database, IReadOnlyList<Replica> replicas)
    {
        (Postgres, Replicas) = (postgres, replicas);
        Connection = postgres.Server.ConnectionString(database);
    }

    public OwnPostgres Postgres { get; }

    /// <summary>The way to the database that leads through no gate.</summary>
    public string Connection { get; }

    public IReadOnlyList<Replica> Replicas { get; }

    public IReadOnlyList<Door> Doors => [.. Replicas.Select(replica => replica.Door)];

    public IEnumerable<Fault> ServiceFaults => Replicas.SelectMany(replica => Faults.ServiceFaults.Of(replica.Process!, replica.Name));

    public IEnumerable<Fault> NetworkFaults => Replicas.SelectMany(replica => (IEnumerable<Fault>)
    [
        .. Faults.NetworkFaults.Of(replica.ToDatabase, "service to database", replica.Name),
        .. Faults.NetworkFaults.Of(replica.FromClients, "client to service", replica.Name),
    ]);

    /// <summary>Replicas that are processes, to be killed.</summary>
    public static Task<World> StartProcessesAsync(OwnPostgres postgres, string database, int replicas) =>
        ReadyAsync(postgres, database, [.. Names(replicas).Select(name => Replica.StartProcess(name, postgres, database))]);

    /// <summary>Replicas that nobody kills: in this process, which starts faster, but in the long run processes too.</summary>
    public static Task<World> StartAsync(OwnPostgres postgres, string database, int replicas) => ChaosPlan.IsLong
        ? StartProcessesAsync(postgres, database, replicas)
        : ReadyAsync(postgres, database, [.. Names(replicas).Select(name => Replica.StartHost(name, postgres, database))]);

    /// <summary>Replicas in this process, one for each clock.</summary>
    public static Task<World> StartWithClocksAsync(OwnPostgres postgres, string database, params TimeSpan[] wrongBy) =>
        ReadyAsync(postgres, database, [.. Names(wrongBy.Length).Zip(wrongBy, (name, by) => Replica.StartHost(name, postgres, database, by))]);

    /// <summary>Waits until all replicas are ready.</summary>
    public Task WaitAsync() => Task.WhenAll(Replicas.Select(replica => replica.WaitAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
            await replica.DisposeAsync();
    }

    private static IEnumerable<string> Names(int replicas) => Enumerable.Range(1, replicas).Select(number => $"replica {number}");

    private static async Task<World> ReadyAsync(OwnPostgres postgres, string database, IReadOnlyList<Replica> replicas)
    {
        var world = new World(postgres, database, replicas);
        await world.WaitAsync();
        return world;
    }
}
