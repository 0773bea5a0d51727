using Npgsql;
using OrderApp.LocalPostgres;

namespace OrderApp.Benchmarks.Shop;

/// <summary>A PostgreSQL of the benchmark's own, as the AppHost would start it, in a temporary folder.</summary>
internal sealed class OwnDatabase : IAsyncDisposable
{
    private readonly PostgresDataDirectory directory = new(Path.Combine(Path.GetTempPath(), $"orderapp-bench-{Guid.NewGuid():N}"));
    private readonly LocalPostgresCluster server;
    private readonly Dictionary<string, NpgsqlDataSource> sources = [];
    private readonly HashSet<string> created = [];

    public OwnDatabase()
    {
        Port = FreePort.Find();
        server = new(directory, new(Port) { Extra = new Dictionary<string, string> { ["max_connections"] = "300", ["track_activity_query_size"] = "16384" } });
    }

    /// <summary>The folder with pgbench, where the installation has it.</summary>
    public static string Binaries => PostgresBinaries.Find().Directory;
    public static string UserName => PostgresDataDirectory.UserName;
    public int Port { get; }
    public string Password => directory.Password;
    public int? ProcessId => server.ProcessId;

    public Task StartAsync(CancellationToken cancellationToken) => server.StartAsync(cancellationToken);

    /// <summary>False when it had been created before.</summary>
    public async Task<bool> TryCreateAsync(string name, CancellationToken cancellationToken)
    {
        if (!created.Add(name))
            return false;
        await server.CreateDatabaseAsync(name, cancellationToken);
        return true;
    }

    public string ConnectionString(string database) => server.ConnectionString(database);

    public Task ExecuteAsync(string database, string sql, CancellationToken cancellationToken) => AskAsync<object?>(database, sql, cancellationToken);

    public async Task<TValue> AskAsync<TValue>(string database, string sql, CancellationToken cancellationToken)
    {
        await using var command = Source(database).CreateCommand(sql);
        command.CommandTimeout = 0;
        return await command.ExecuteScalarAsync(cancellationToken) is TValue value ? value : default!;
    }

    public async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        var version = await AskAsync<string>("postgres", "SELECT current_setting('server_version')", cancellationToken);
        return $"PostgreSQL {version} on {new DriveInfo(directory.Root).DriveFormat} with fsync and synchronous_commit on";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in sources.Values)
            await source.DisposeAsync();
        await server.DisposeAsync();
        directory.Delete();
    }

    private NpgsqlDataSource Source(string database)
    {
        if (!sources.TryGetValue(database, out var source))
            sources[database] = source = NpgsqlDataSource.Create(ConnectionString(database) + ";Maximum Pool Size=4");
        return source;
    }
}
