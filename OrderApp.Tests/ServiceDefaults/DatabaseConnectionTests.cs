using System.Globalization;
using Npgsql;
using OrderApp.Tests.Orders;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.ServiceDefaults;

public sealed class DatabaseConnectionTests(PostgresServer postgres)
{
    // The columns of /proc/net/tcp (https://docs.kernel.org/networking/proc_net_tcp.html): the local address, and the timer with what remains of it.
    private const int LocalAddress = 1;
    private const int Timer = 5;
    private const string KeepAliveTimer = "02";

    [Fact]
    public async Task Silent_connections_are_asked_for_after_half_a_minute()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await host.Client.CreateOrderAsync(new() { Name = "Emma" });

        // The one that listens and those of the pool, at least one. A packet that was just sent has a timer of its own.
        await Eventually.TrueAsync(
            async () => await PortsAsync(host) is { Count: > 1 } ports && ports.All(port => KeepAliveSeconds(port) is > 0 and <= 30),
            "each of the service's connections waits to ask whether the database is there");
    }

    [Fact]
    public async Task A_connection_string_that_says_otherwise_is_followed()
    {
        var connection = await postgres.CreateDatabaseAsync("orders");
        await using var host = await OrderServiceHost.StartOnAsync(connection + ";Tcp Keepalive=false");
        await host.Client.CreateOrderAsync(new() { Name = "Emma" });

        Assert.All(await PortsAsync(host), port => Assert.Null(KeepAliveSeconds(port)));
    }

    [Fact]
    public async Task A_database_at_a_Unix_socket_is_reached_too()
    {
        // The path of a socket may not be long.
        await using var database = await OwnPostgres.StartAsync(settings: ("unix_socket_directories", "/tmp"));
        await using var host = await OrderServiceHost.StartOnAsync(new NpgsqlConnectionStringBuilder(database.Connection) { Host = "/tmp" }.ConnectionString);
        await host.Client.CreateOrderAsync(new() { Name = "Emma" });

        Assert.Equal(1, await host.CountAsync("SELECT count(*) FROM orders WHERE inet_client_addr() IS NULL"));
    }

    private static async Task<List<int>> PortsAsync(OrderServiceHost host)
    {
        await using var command = host.Database.CreateCommand(
            "SELECT client_port FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()");
        await using var reader = await command.ExecuteReaderAsync();
        var ports = new List<int>();
        while (await reader.ReadAsync())
            ports.Add(reader.GetInt32(0));
        return ports;
    }

    /// <summary>After how many seconds of silence the kernel will ask; null when it is not to.</summary>
    private static double? KeepAliveSeconds(int port)
    {
        var timer = File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .First(columns => columns[LocalAddress].EndsWith($":{port:X4}", StringComparison.Ordinal))[Timer].Split(':');
        return timer[0] == KeepAliveTimer ? int.Parse(timer[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 100.0 : null;
    }
}
