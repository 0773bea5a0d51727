using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>One PostgreSQL for the tests of a class, which come one after another; each takes a fresh database and may kill it.</summary>
public sealed class ChaosPostgres : IAsyncLifetime
{
    private int last;

    /// <summary>
    /// Few connections, so that they are soon taken, and a writer of the log that comes by only every ten seconds: what a commit does not
    /// flush itself dies with the processes.
    /// </summary>
    internal OwnPostgres Database { get; } = new(null, ("max_connections", "40"), ("wal_writer_delay", "10s"), ("wal_writer_flush_after", "1GB"));

    public async ValueTask InitializeAsync()
    {
        await Database.Server.StartAsync();
        await Database.Server.CreateDatabaseAsync("orderdb");
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    /// <summary>Makes an empty database and answers its name.</summary>
    internal async Task<string> CreateDatabaseAsync()
    {
        var name = $"chaos_{++last}";
        await Database.Server.CreateDatabaseAsync(name);
        return name;
    }
}
