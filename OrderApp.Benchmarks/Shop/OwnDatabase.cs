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

    public OwnDatabase(bool countsStatements)
    {
        Port = FreePort.Find();
        CountsStatements = countsStatements;
        var settings = new Dictionary<string, string> { ["max_connections"] = "300", ["track_activity_query_size"] = "16384" };
        if (countsStatements)
            settings["shared_preload_libraries"] = "pg_stat_statements";
        server = new(directory, new(Port) { Extra = settings });
    }

    /// <summary>The folder with pgbench, where the installation has it.</summary>
    public static string Binaries => PostgresBinaries.Find().Directory;
    public static string UserName => PostgresDataDirectory.UserName;
    public int Port { get; }
    public bool CountsStatements { get; }
    public string Password => directory.Password;
    public int? ProcessId => server.ProcessId;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await server.StartAsync(cancellationToken);
        if (CountsStatements)
            await ExecuteAsync("postgres", "CREATE EXTENSION pg_stat_statements", cancellationToken);
    }

    /// <summary>What each database has done since the server was started.</summary>
    public async Task<IReadOnlyDictionary<string, DatabaseCounts>> CountAsync(CancellationToken cancellationToken)
    {
        const string commits = "SELECT datname, xact_commit, NULL::bigint FROM pg_stat_database WHERE datname IS NOT NULL";
        const string statements =
            """
            SELECT datname, xact_commit, coalesce((SELECT sum(calls) FROM pg_stat_statements WHERE dbid = datid), 0)::bigint FROM pg_stat_database WHERE datname IS NOT NULL
            """;
        await using var command = Source("postgres").CreateCommand(CountsStatements ? statements : commits);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new Dictionary<string, DatabaseCounts>();
        while (await reader.ReadAsync(cancellationToken))
            counts[reader.GetString(0)] = new(reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt64(2));
        return counts;
    }

    /// <summary>The statements that took the most time in a database: calls, milliseconds and text of each; empty where none are counted.</summary>
    public async Task<IReadOnlyList<(long Calls, double Milliseconds, string Text)>> CostliestAsync(string database, int most, CancellationToken cancellationToken)
    {
        if (!CountsStatements)
            return [];
        await using var command = Source("postgres").CreateCommand(
            """
            SELECT calls, total_exec_time, regexp_replace(query, '\s+', ' ', 'g') FROM pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = $1) ORDER BY total_exec_time DESC LIMIT $2
            """);
        command.Parameters.Add(new() { Value = database });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var statements = new List<(long, double, string)>();
        while (await reader.ReadAsync(cancellationToken))
            statements.Add((reader.GetInt64(0), reader.GetDouble(1), reader.GetString(2)));
        return statements;
    }

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
