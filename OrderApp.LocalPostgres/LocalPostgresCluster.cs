using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace OrderApp.LocalPostgres;

/// <summary>A PostgreSQL server of this machine on a data folder of its own: start, stop, kill and start again.</summary>
public sealed class LocalPostgresCluster(PostgresDataDirectory directory, PostgresSettings settings) : IAsyncDisposable
{
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<string> log = new();
    private Process? process;

    /// <summary>Npgsql's connection string of a database on this server, which need not exist yet.</summary>
    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = settings.Port,
            Username = PostgresDataDirectory.UserName,
            Password = directory.Password,
            Database = database,
        }.ConnectionString;

    /// <summary>The id of the running server's first process; null while it is stopped.</summary>
    public int? ProcessId => process is { HasExited: false } ? process.Id : null;

    /// <summary>Starts the server, making its data folder first when there is none, and returns when it takes connections.</summary>
    /// <exception cref="LocalPostgresException">It cannot be initialised, or ends before it is ready.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var binaries = await PostgresBinaries.FindOrDownloadAsync(directory.MajorVersion, cancellationToken);
        await directory.PrepareAsync(binaries, cancellationToken);
        log.Clear();
        process = settings.ToCommand(binaries, directory).Start();
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await WaitUntilReadyAsync(process, cancellationToken);
    }

    /// <summary>Ends open sessions and shuts down cleanly ("fast" in PostgreSQL's words).</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (process is not { HasExited: false } running)
            return;
        var binaries = PostgresBinaries.Find(directory.MajorVersion);
        await Command.AsPostgresUser(binaries.Control, "stop", "--pgdata", directory.Data, "--mode=fast", "--silent").RunAsync(cancellationToken);
        await running.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Kills every process of the server at once, as a power cut would (kill -9): nothing is written any more.</summary>
    public async Task KillAsync(CancellationToken cancellationToken = default)
    {
        if (process is not { HasExited: false } running)
            return;
        running.Kill(entireProcessTree: true);
        await running.WaitForExitAsync(cancellationToken);
    }

    public async Task CreateDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand($"""CREATE DATABASE "{name.Replace("\"", "\"\"", StringComparison.Ordinal)}" """);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process?.Dispose();
    }

    private async Task WaitUntilReadyAsync(Process running, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false;Timeout=5");
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException notYet) when (running.HasExited || waited.Elapsed > ReadyPatience)
            {
                await KillAsync(CancellationToken.None);
                throw new LocalPostgresException($"PostgreSQL did not start on port {settings.Port}: {string.Join(" | ", log.TakeLast(3))}", notYet);
            }
            catch (NpgsqlException notYet) when (notYet.IsTransient || notYet is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        log.Enqueue(line);
        while (log.Count > 50)
            log.TryDequeue(out _);
    }
}
