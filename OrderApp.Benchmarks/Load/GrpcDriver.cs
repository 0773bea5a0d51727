using System.Diagnostics;
using System.Net.Sockets;
using Grpc.Core;
using OrderApp.Benchmarks.Http2;

namespace OrderApp.Benchmarks.Load;

/// <summary>Keeps one connection's streams in flight at a pace. <see cref="DriverLoop"/> tells it when to send and when to receive.</summary>
internal sealed class GrpcDriver : IStreamEvents, IDisposable
{
    private readonly Dictionary<int, long> intendedByStream = [];
    private readonly Http2Connection connection;
    private readonly GrpcLoad load;
    private readonly IPace pace;
    private readonly byte[] headers;
    private readonly int streams;
    private byte[]? heldBody;
    private long now;

    public GrpcDriver(GrpcLoad load, Uri address, IPace pace, LoadTally tally)
    {
        (this.load, this.pace, Tally) = (load, pace, tally);
        headers = Hpack.GrpcRequest(address.Authority, load.Path);
        connection = new(address, this);
        streams = Math.Min(load.Streams, connection.MaxStreams);
    }

    public LoadTally Tally { get; }

    /// <summary>Where answers come in.</summary>
    public Socket Socket => connection.Socket;

    /// <summary>How long nothing but an answer can give it something to do; null when only an answer can.</summary>
    public TimeSpan? UntilDue => intendedByStream.Count < streams && pace.NextDue is { } due ? Until(due) : null;

    /// <summary>Sends what is due; false when the pace has ended and every call has been answered, or the connection is lost.</summary>
    public bool Send() => Try(() =>
    {
        StartWhatIsDue();
        connection.Flush();
        return intendedByStream.Count > 0 || pace.NextDue is not null;
    });

    /// <summary>Takes what has come in; false when the connection is lost.</summary>
    public bool Receive() => Try(() =>
    {
        connection.Receive();
        return true;
    });

    /// <summary>Gives up the calls under way.</summary>
    public void Lose(string reason) => Tally.Failed($"connection lost: {reason}", Math.Max(1, intendedByStream.Count));

    public void Data(int stream, ReadOnlySpan<byte> bytes)
    {
    }

    public void Ended(int stream, int? grpcStatus, string? failure)
    {
        if (!intendedByStream.Remove(stream, out var intended))
            return;
        if (grpcStatus is 0)
            Tally.Succeeded(intended, Stopwatch.GetTimestamp());
        else
            Tally.Failed(failure ?? ((StatusCode)grpcStatus!.Value).ToString());
    }

    public void Dispose() => connection.Dispose();

    private void StartWhatIsDue()
    {
        now = Stopwatch.GetTimestamp();
        while (intendedByStream.Count < streams)
        {
            heldBody ??= load.NextBody();
            if (!connection.CanSend(heldBody.Length) || !pace.TryTake(now, out var intended))
                return;
            intendedByStream.Add(connection.Start(headers, heldBody), intended);
            heldBody = null;
        }
    }

    private bool Try(Func<bool> step)
    {
        try
        {
            return step();
        }
        catch (Exception lost) when (lost is SocketException or Http2Exception)
        {
            Lose(lost.Message);
            return false;
        }
    }

    // Rounded up to whole milliseconds, which is what the operating system waits in.
    private static TimeSpan Until(long due)
    {
        var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        return wait <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
    }
}
