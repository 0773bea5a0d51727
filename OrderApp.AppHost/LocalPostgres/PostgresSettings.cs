using System.Globalization;

namespace OrderApp.AppHost.LocalPostgres;

/// <summary>How a local PostgreSQL listens and is tuned; durability (fsync, synchronous_commit) stays as PostgreSQL has it: on.</summary>
public sealed record PostgresSettings(int Port)
{
    /// <summary>Settings by their names in postgresql.conf, such as max_connections.</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>();

    /// <summary>The arguments of the program postgres: only 127.0.0.1, no socket file.</summary>
    internal IEnumerable<string> ToArguments(PostgresDataDirectory directory) =>
    [
        "-D", directory.Data,
        "-p", Port.ToString(CultureInfo.InvariantCulture),
        .. FixedArguments,
        .. Extra.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" }),
    ];

    internal static IReadOnlyList<string> FixedArguments { get; } =
        ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "log_line_prefix=", "-c", "cluster_name=orderapp"];
}
