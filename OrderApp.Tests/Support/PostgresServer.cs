using OrderApp.LocalPostgres;
using OrderApp.Tests.Support;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace OrderApp.Tests.Support;

/// <summary>One real PostgreSQL for the whole test run, on a free port and in a temporary folder; each test takes a fresh database.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly PostgresDataDirectory directory = new(Path.Combine(Path.GetTempPath(), $"orderapp-tests-{Guid.NewGuid():N}"));
    private LocalPostgresCluster? cluster;

    private LocalPostgresCluster Cluster => cluster ?? throw new InvalidOperationException("The server is not started yet.");

    public async ValueTask InitializeAsync()
    {
        cluster = new(directory, new(FreePort.Find()) { Extra = new Dictionary<string, string> { ["max_connections"] = "300" } });
        await cluster.StartAsync();
    }

    /// <summary>Makes an empty database, named after <paramref name="prefix"/>, and answers Npgsql's connection string of it.</summary>
    public async Task<string> CreateDatabaseAsync(string prefix)
    {
        var name = $"{prefix}_{Guid.NewGuid():N}";
        await Cluster.CreateDatabaseAsync(name);
        return Cluster.ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        directory.Delete();
    }
}
