using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Npgsql;
using OrderApp.AppHost.Postgres;
using OrderApp.LocalPostgres;

namespace OrderApp.AppHost.Startup;

/// <summary>Looks, before anything is started, for what would keep the shop from opening, and says it in one line.</summary>
internal static class StartupChecks
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);

    public static async Task<string?> FindStartupProblemAsync(this IDistributedApplicationBuilder builder, Ports ports, params string[] databases)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return null;
        // Aspire's testing builder puts everything on random ports.
        if (!builder.Configuration.GetValue<bool>("DcpPublisher:RandomizePorts") && FindPortProblem(ports) is { } portProblem)
            return portProblem;
        var outside = databases.Where(name => builder.Configuration.GetConnectionString(name) is not null).ToList();
        foreach (var name in outside)
        {
            if (await FindConnectionProblemAsync(builder.Configuration.GetConnectionString(name)!) is { } fault)
                return $"The database given by ConnectionStrings__{name} cannot be used: {fault}";
        }
        return outside.Count < databases.Length && !builder.UsesContainer() ? await FindPostgresProblemAsync(builder.PostgresDataDirectory()) : null;
    }

    private static string? FindPortProblem(Ports ports)
    {
        foreach (var (option, purpose, port) in ports.All)
        {
            if (port is < 1 or > 65535)
                return $"{option} is not a port number between 1 and 65535.";
            if (!IsFree(port))
                return $"Port {port} ({purpose}) is already in use{PortOwner.Describe(port)}: stop that program, or choose another port with --{option}=NUMBER.";
        }
        return null;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Why a database that someone else runs cannot be used, in one line without its password.</summary>
    private static async Task<string?> FindConnectionProblemAsync(string connectionString)
    {
        using var patience = new CancellationTokenSource(ConnectPatience);
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
            await using var source = NpgsqlDataSource.Create(settings);
            await using var connection = await source.OpenConnectionAsync(patience.Token);
            return null;
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.InvalidCatalogName)
        {
            // The service that owns it makes it.
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.MessageText;
        }
        catch (ArgumentException malformed)
        {
            return $"it is not a PostgreSQL connection string ({malformed.Message.ReplaceLineEndings(" ")}).";
        }
        catch (Exception failure) when (failure is NpgsqlException or SocketException or TimeoutException or OperationCanceledException)
        {
            return (failure.InnerException ?? failure).Message.ReplaceLineEndings(" ");
        }
    }

    /// <summary>Brings PostgreSQL and makes the local server's data folder when there is none yet.</summary>
    private static async Task<string?> FindPostgresProblemAsync(PostgresDataDirectory data)
    {
        try
        {
            await data.PrepareAsync(await PostgresBinaries.FindOrDownloadAsync(data.MajorVersion, CancellationToken.None), CancellationToken.None);
            return null;
        }
        catch (Exception failure) when (failure is LocalPostgresException or IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }
}
