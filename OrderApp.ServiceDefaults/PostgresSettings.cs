using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace OrderApp.ServiceDefaults;

/// <summary>Reads a connection string and gives what it leaves open a value that suits a small machine.</summary>
internal static class PostgresSettings
{
    private const int MaxPoolSize = 20;
    private const int ConnectSeconds = 2;
    private const int CommandSeconds = 10;
    private const int CancelMilliseconds = 1000;
    private const int PreparedStatements = 50;

    // What lies between forgets connections that are silent for minutes, and does not say so: one that listens would wait for ever. The kernel asks,
    // where Npgsql's own question would set a timer for each statement.
    private const int SilentSeconds = 30;
    private const int AskAgainSeconds = 10;

    public static NpgsqlConnectionStringBuilder Read(IConfiguration configuration, string name)
    {
        var text = configuration.GetConnectionString(name);
        if (string.IsNullOrWhiteSpace(text))
            throw new InvalidOperationException($"ConnectionStrings:{name} is not set; the service needs its database's address there.");
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(text);
            var given = new DbConnectionStringBuilder { ConnectionString = text };
            bool Open(string keyword) => !given.ContainsKey(keyword) && !given.ContainsKey(keyword.Replace(" ", "", StringComparison.Ordinal));
            if (Open("Maximum Pool Size"))
                settings.MaxPoolSize = MaxPoolSize;
            if (Open("Timeout"))
                settings.Timeout = ConnectSeconds;
            if (Open("Command Timeout"))
                settings.CommandTimeout = CommandSeconds;
            if (Open("Cancellation Timeout"))
                settings.CancellationTimeout = CancelMilliseconds;
            if (Open("Max Auto Prepare"))
                settings.MaxAutoPrepare = PreparedStatements;
            // Nothing here leaves state behind in a session, so a connection need not be cleaned before its next use.
            if (Open("No Reset On Close"))
                settings.NoResetOnClose = true;
            if (IsAcrossNetwork(settings) && Open("Tcp Keepalive") && Open("Tcp Keepalive Time") && Open("Tcp Keepalive Interval"))
                (settings.TcpKeepAlive, settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval) = (true, SilentSeconds, AskAgainSeconds);
            return settings;
        }
        catch (ArgumentException error)
        {
            throw new InvalidOperationException($"ConnectionStrings:{name} cannot be read: {error.Message}");
        }
    }

    // A Unix socket takes no options of TCP.
    private static bool IsAcrossNetwork(NpgsqlConnectionStringBuilder settings) =>
        settings.Host?.Split(',').All(host => !Path.IsPathRooted(host.Trim()) && !host.TrimStart().StartsWith('@')) is true;
}
