using System.Globalization;

namespace OrderApp.LocalPostgres;

/// <summary>How a local PostgreSQL listens and is tuned; durability (fsync, synchronous_commit) stays as PostgreSQL has it: on.</summary>
public sealed record PostgresSettings(int Port)
{
    // SIGTERM, which everybody sends, lets PostgreSQL wait for its last client; SIGINT ends their sessions and shuts down cleanly.
    private const string TermMeansFast = """trap 'kill -INT "$server"' TERM INT; "$@" & server=$!; wait "$server"; trap '' TERM INT; wait "$server" """;

    // Only 127.0.0.1, and no socket file.
    private static readonly string[] Fixed =
        ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "log_line_prefix=", "-c", "cluster_name=orderapp"];

    /// <summary>Settings by their names in postgresql.conf, such as max_connections.</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>();

    /// <summary>The server for a program that ends it by SIGTERM and means "fast". The port is added at the end, after -p.</summary>
    public static Command CommandWithoutPort(PostgresBinaries binaries, PostgresDataDirectory directory)
    {
        string[] server = [binaries.Postgres, "-D", directory.Data, .. Fixed];
        return OperatingSystem.IsWindows()
            ? new(server[0], server[1..])
            : Command.AsPostgresUser("sh", ["-c", TermMeansFast, "postgres", .. server]);
    }

    internal Command ToCommand(PostgresBinaries binaries, PostgresDataDirectory directory) =>
        Command.AsPostgresUser(binaries.Postgres,
        [
            "-D", directory.Data, "-p", Port.ToString(CultureInfo.InvariantCulture), .. Fixed,
            .. Extra.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" }),
        ]);
}
