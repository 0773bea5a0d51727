using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using OrderApp.AppHost.Database;
using OrderApp.AppHost.LocalPostgres;

namespace OrderApp.AppHost.Starting;

/// <summary>Looks, before anything is started, for what would keep the shop from working, and says it in one line.</summary>
internal static class Obstacles
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);

    public static async Task<string?> FindObstacleAsync(this IDistributedApplicationBuilder builder, ShopPorts ports)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return null;
        // Aspire's testing builder puts everything on random ports.
        if (!builder.Configuration.GetValue<bool>("DcpPublisher:RandomizePorts") && FindTakenPort(ports) is { } taken)
            return taken;
        return await FindBrokenConnectionStringAsync(builder.Configuration) ?? await FindUnusablePostgresAsync(builder);
    }

    private static string? FindTakenPort(ShopPorts ports)
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

    private static async Task<string?> FindBrokenConnectionStringAsync(IConfiguration configuration)
    {
        using var patience = new CancellationTokenSource(ConnectPatience);
        foreach (var name in ShopDatabases.Names)
        {
            if (configuration.GetConnectionString(name) is { } value
                && await OutsideDatabase.FindFaultAsync(value, patience.Token) is { } fault)
                return $"The database given by ConnectionStrings__{name} cannot be used: {fault}";
        }
        return null;
    }

    /// <summary>Makes the local server's data folder when there is none yet: what keeps it from being made would keep the shop closed.</summary>
    private static async Task<string?> FindUnusablePostgresAsync(IDistributedApplicationBuilder builder)
    {
        if (ShopDatabases.Names.All(name => builder.Configuration.GetConnectionString(name) is not null) || ContainerEngine.IsWanted(builder.Configuration))
            return null;
        try
        {
            var data = builder.ShopDataDirectory();
            await data.PrepareAsync(PostgresBinaries.Find(data.MajorVersion), CancellationToken.None);
            return null;
        }
        catch (Exception failure) when (failure is LocalPostgresException or IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }
}
