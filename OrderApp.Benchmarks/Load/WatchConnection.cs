using System.Buffers.Binary;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Load;

/// <summary>Some of the watchers, on one connection. Every event is counted, and of each so many it is told how late it came: to make objects of all takes too long.</summary>
internal sealed class WatchConnection(Uri address, int count) : IDisposable
{
    private const string Method = "/order.OrderService/WatchOrders";
    private const int LagOfEach = 20;
    private readonly HttpClient http = Caller.Connect(address);
    private readonly long[] events = new long[count];
    private readonly Lock recording = new();
    private volatile bool ending;

    /// <summary>Changes that were made before this moment (UTC) are not among the lags.</summary>
    public DateTime LagsFrom { get; set; } = DateTime.MaxValue;

    public Latencies Lags { get; } = new();

    /// <summary>Events that were read and made after <see cref="LagsFrom"/>, as far as one in twenty tells.</summary>
    public long Measured => Lags.Count * LagOfEach;

    public string? Failure { get; private set; }

    public IEnumerable<long> EventsPerWatcher => Enumerable.Range(0, count).Select(watcher => Interlocked.Read(ref events[watcher]));

    /// <summary>Ends when nothing that is changed from now on escapes any watcher here.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var body = GrpcBody.Of(new WatchOrdersRequest());
        for (var watcher = 0; watcher < count; watcher++)
        {
            var answer = await http.SendAsync(Caller.Grpc(Method, body), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var number = watcher;
            _ = Task.Run(() => ReadAsync(answer, number), cancellationToken);
        }
    }

    public void Dispose()
    {
        ending = true;
        http.Dispose();
    }

    private async Task ReadAsync(HttpResponseMessage answer, int watcher)
    {
        try
        {
            using (answer)
            {
                await using var stream = await answer.Content.ReadAsStreamAsync();
                await ReadMessagesAsync(stream, message => Count(watcher, message.Span));
                Failure ??= ending ? null : $"a watcher's stream ended: {Caller.FailureOf(answer) ?? "OK"}";
            }
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException or ObjectDisposedException)
        {
            Failure ??= ending ? null : lost.Message;
        }
    }

    /// <summary>Cuts a body into its messages, however its bytes come in.</summary>
    public static async Task ReadMessagesAsync(Stream body, Action<ReadOnlyMemory<byte>> handle)
    {
        var buffer = new byte[64 * 1024];
        var filled = 0;
        while (await body.ReadAsync(buffer.AsMemory(filled)) is > 0 and var more)
        {
            filled += more;
            var read = 0;
            while (filled - read >= GrpcBody.PrefixLength
                && BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(read + 1)) is var length && filled - read - GrpcBody.PrefixLength >= length)
            {
                handle(buffer.AsMemory(read + GrpcBody.PrefixLength, length));
                read += GrpcBody.PrefixLength + length;
            }
            buffer.AsSpan(read, filled - read).CopyTo(buffer);
            filled -= read;
        }
    }

    // Watchers take turns, so that no place among the streams of a connection is told more of than another.
    private void Count(int watcher, ReadOnlySpan<byte> message)
    {
        if ((Interlocked.Increment(ref events[watcher]) + watcher) % LagOfEach != 0)
            return;
        var now = DateTime.UtcNow;
        var time = OrderEvent.Parser.ParseFrom(message).EventTime.ToDateTime();
        if (time < LagsFrom)
            return;
        lock (recording)
            Lags.Record(now - time);
    }
}
