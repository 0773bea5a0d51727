using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OrderApp.Orders;
using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos.Faults;
using OrderApp.Tests.Resilience.Chaos.Recording;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>One order service with a gate on its way to the database and another on the clients' way to it.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private const int ErrorLines = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly TestService<OrderGrpcService>? host;
    private readonly ComplaintLog? log;
    private readonly GrpcChannel channel;

    private Replica(string name, TcpGate toDatabase, ServiceProcess? process, TestService<OrderGrpcService>? host = null, ComplaintLog? log = null)
    {
        Name = name;
        (ToDatabase, Process, this.host, this.log) = (toDatabase, process, host, log);
        FromClients = new(Port);
        channel = OpenChannel(FromClients.Port);
        Door = new(name, new OrderService.OrderServiceClient(channel));
    }

    public string Name { get; }

    /// <summary>Where it listens itself, behind its gate.</summary>
    public int Port => (Process?.GrpcAddress ?? host!.GrpcAddress).Port;

    public TcpGate ToDatabase { get; }

    public TcpGate FromClients { get; }

    /// <summary>The process, to be killed; none where the service runs in this one.</summary>
    public ServiceProcess? Process { get; }

    public Door Door { get; }

    /// <summary>A replica as a process of its own, begun and not yet ready.</summary>
    public static Replica StartProcess(string name, OwnPostgres postgres, string database)
    {
        var gate = new TcpGate(postgres.Port);
        var connection = Through(gate, postgres.Server.ConnectionString(database));
        var process = new ServiceProcess(typeof(OrderGrpcService).Assembly.Location, ("ConnectionStrings:orderdb", connection));
        process.Start();
        return new(name, gate, process);
    }

    /// <summary>A replica in this process, whose clock may be wrong.</summary>
    public static Replica StartHost(string name, OwnPostgres postgres, string database, TimeSpan wrongBy = default)
    {
        var gate = new TcpGate(postgres.Port);
        var connection = Through(gate, postgres.Server.ConnectionString(database));
#pragma warning disable CA2000 // the service owns its log
        var log = new ComplaintLog();
#pragma warning restore CA2000
        var host = TestService<OrderGrpcService>.Start(
            services => services.AddSingleton<TimeProvider>(new ShiftedClock(wrongBy)).AddSingleton<ILoggerProvider>(log), ("ConnectionStrings:orderdb", connection));
        return new(name, gate, null, host, log);
    }

    /// <summary>What it logged as errors, each with the lines that follow.</summary>
    public IEnumerable<string> Errors => log?.Complaints ?? ErrorsOfProcess;

    private IEnumerable<string> ErrorsOfProcess =>
        from line in (Process?.Output ?? []).Index()
        where line.Item.StartsWith("fail: OrderApp", StringComparison.Ordinal)
        select string.Join('\n', Process!.Output.Skip(line.Index).Take(ErrorLines));

    /// <summary>Waits until it says that it is ready.</summary>
    public Task WaitAsync() => Process is not null ? Process.WaitAsync() : Eventually.TrueAsync(
        async () =>
        {
            using var answer = await host!.Http.GetAsync(new Uri("/health", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        },
        $"{Name} is ready",
        Patience);

    /// <summary>Starts its process again where it was killed, and waits until it is ready.</summary>
    public Task RestartAsync()
    {
        if (!Process!.IsAlive)
            Process.Start();
        return Process.WaitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        if (Process is not null)
            await Process.DisposeAsync();
        if (host is not null)
            await host.DisposeAsync();
        await FromClients.DisposeAsync();
        await ToDatabase.DisposeAsync();
    }

    private static string Through(TcpGate gate, string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { Port = gate.Port }.ConnectionString;

    /// <summary>A channel that notices a dead connection soon and does not wait long before it tries another.</summary>
    public static GrpcChannel OpenChannel(int port) => GrpcChannel.ForAddress($"http://127.0.0.1:{port}", new()
    {
        HttpHandler = new SocketsHttpHandler
        {
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(2),
            EnableMultipleHttp2Connections = true,
        },
        DisposeHttpClient = true,
        InitialReconnectBackoff = TimeSpan.FromMilliseconds(50),
        MaxReconnectBackoff = TimeSpan.FromMilliseconds(200),
    });
}
