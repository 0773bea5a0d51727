namespace OrderApp.AppHost.LocalPostgres;

/// <summary>The command line of a server that another program starts and stops.</summary>
internal static class PostgresCommand
{
    // SIGTERM, which everybody sends, lets PostgreSQL wait for its last client; SIGINT ends their sessions and shuts down cleanly.
    private const string TermMeansFast = """trap 'kill -INT "$server"' TERM INT; "$@" & server=$!; wait "$server"; trap '' TERM INT; wait "$server" """;

    /// <summary>All but the port, which is added at the end.</summary>
    public static Command StoppingFast(PostgresBinaries binaries, PostgresDataDirectory directory)
    {
        string[] server = [binaries.Postgres, "-D", directory.Data, .. PostgresSettings.FixedArguments];
        return OperatingSystem.IsWindows()
            ? new(server[0], server[1..])
            : Command.AsPostgresUser("sh", ["-c", TermMeansFast, "postgres", .. server]);
    }
}
