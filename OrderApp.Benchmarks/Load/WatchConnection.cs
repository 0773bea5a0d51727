using System.Net.Sockets;
using Grpc.Core;
using OrderApp.Benchmarks.Http2;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Load;

/// <summary>Some of the watchers, on one connection and a thread of its own. It tells how late each event came.</summary>
internal sealed class WatchConnection : IStreamEvents, IDisposable
{
    private readonly Dictionary<int, Watcher> watchers = [];
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Http2Connection connection;
    private int waitingFor;
    private volatile bool ending;

    public WatchConnection(Uri address, int count)
    {
        connection = new(address, this);
        var headers = Hpack.GrpcRequest(address.Authority, "/order.OrderService/WatchOrders");
        var request = GrpcFrame.Of(new WatchOrdersRequest());
        waitingFor = count;
        for (var i = 0; i < count; i++)
            watchers.Add(connection.Start(headers, request), new());
        connection.Flush();
    }

    /// <summary>Changes that were made before this moment (UTC) are not among the lags.</summary>
    public DateTime LagsFrom { get; set; }

    /// <summary>Ends when nothing that is changed from now on escapes any watcher here.</summary>
    public Task AllOpened => opened.Task;

    public LatencyHistogram Lags { get; } = new();

    public string? Failure { get; private set; }

    public IEnumerable<long> EventsPerWatcher => watchers.Values.Select(watcher => Interlocked.Read(ref watcher.Events));

    public void Run()
    {
        try
        {
            while (!ending)
                connection.Receive();
        }
        catch (Exception lost) when (lost is SocketException or Http2Exception or ObjectDisposedException)
        {
            Fail(lost.Message);
        }
    }

    public void Opened(int stream)
    {
        if (--waitingFor == 0)
            opened.TrySetResult();
    }

    public void Data(int stream, ReadOnlySpan<byte> bytes)
    {
        var watcher = watchers[stream];
        var now = DateTime.UtcNow;
        watcher.Messages.Read(bytes, message =>
        {
            Interlocked.Increment(ref watcher.Events);
            if (EventTime.Read(message) is { } time && time >= LagsFrom)
                Lags.Record(now - time);
        });
    }

    public void Ended(int stream, int? grpcStatus, string? failure) =>
        Fail(failure ?? $"a watcher's stream ended with {(StatusCode)grpcStatus!.Value}");

    public void Dispose()
    {
        ending = true;
        connection.Dispose();
    }

    private void Fail(string failure)
    {
        if (ending)
            return;
        Failure ??= failure;
        opened.TrySetException(new InvalidOperationException(failure));
    }

    private sealed class Watcher
    {
        public long Events;

        public MessageReader Messages { get; } = new();
    }
}
