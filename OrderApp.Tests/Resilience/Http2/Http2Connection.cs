using System.Buffers.Binary;
using System.Net.Sockets;

namespace OrderApp.Tests.Resilience.Http2;

/// <summary>
/// A cleartext HTTP/2 connection that sends ready-made frames and reads just enough to tell when and how a stream ended. One thread uses
/// it. A general client would cost more on the same cores than the server it loads.
/// </summary>
internal sealed class Http2Connection : IDisposable
{
    private const int WindowRefill = 1 << 29;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly SendBuffer outgoing = new();
    private readonly byte[] incoming = new byte[256 * 1024];
    private readonly IStreamEvents events;
    private int filled;
    private int taken;
    private long sendWindow = 65_535;
    private int nextStream = 1;

    public Http2Connection(Uri address, IStreamEvents events)
    {
        this.events = events;
        Socket.ReceiveTimeout = Socket.SendTimeout = (int)Patience.TotalMilliseconds;
        Socket.Connect(address.Host, address.Port);
        outgoing.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        // No dynamic table, no pushes, and windows so wide that the server never waits for us.
        outgoing.WriteSettings((1, 0), (2, 0), (4, int.MaxValue));
        outgoing.WriteWindowUpdate(0, int.MaxValue - 65_535);
        Flush();
        while (MaxStreams is 0)
            Receive();
    }

    /// <summary>To be watched for what comes in; everything else goes through this class.</summary>
    public Socket Socket { get; } = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>How many streams the server allows at once.</summary>
    public int MaxStreams { get; private set; }

    /// <summary>Whether the server would take this many bytes more.</summary>
    public bool CanSend(int length) => sendWindow >= length;

    /// <summary>Begins a stream with headers and a whole body, sent with the next <see cref="Flush"/>. Answers its number.</summary>
    public int Start(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> body)
    {
        var stream = nextStream;
        nextStream += 2;
        outgoing.WriteFrame(FrameType.Headers, FrameHeader.EndHeaders, stream, headers);
        outgoing.WriteFrame(FrameType.Data, FrameHeader.EndStream, stream, body);
        sendWindow -= body.Length;
        return stream;
    }

    public void Flush()
    {
        for (var rest = outgoing.Content; rest.Length > 0;)
            rest = rest[Socket.Send(rest)..];
        outgoing.Clear();
    }

    /// <summary>Waits for bytes and tells the events of every whole frame among them.</summary>
    public void Receive()
    {
        var count = Socket.Receive(incoming.AsSpan(filled));
        if (count == 0)
            throw new Http2Exception("the server closed the connection");
        filled += count;

        var read = 0;
        while (filled - read >= FrameHeader.Size)
        {
            var frame = FrameHeader.Read(incoming.AsSpan(read));
            if (filled - read < FrameHeader.Size + frame.Length)
                break;
            Handle(frame, incoming.AsSpan(read + FrameHeader.Size, frame.Length));
            read += FrameHeader.Size + frame.Length;
        }
        incoming.AsSpan(read, filled - read).CopyTo(incoming);
        filled -= read;
        if (outgoing.Length > 0)
            Flush();
    }

    public void Dispose() => Socket.Dispose();

    private void Handle(FrameHeader frame, ReadOnlySpan<byte> payload)
    {
        switch (frame.Type)
        {
            case FrameType.Data:
                Account(frame.Length);
                events.Data(frame.Stream, frame.Has(FrameHeader.Padded) ? payload[1..^payload[0]] : payload);
                if (frame.Has(FrameHeader.EndStream))
                    events.Ended(frame.Stream, null, "no grpc-status");
                break;
            case FrameType.Headers:
                if (!frame.Has(FrameHeader.EndHeaders) || frame.Has(FrameHeader.Padded))
                    throw new Http2Exception("the server sends header blocks in parts or padded");
                if (frame.Has(FrameHeader.EndStream))
                    End(frame.Stream, Trailers.FindGrpcStatus(frame.Has(FrameHeader.Prioritised) ? payload[5..] : payload));
                else
                    events.Opened(frame.Stream);
                break;
            case FrameType.Reset:
                events.Ended(frame.Stream, null, $"reset with HTTP/2 error {BinaryPrimitives.ReadInt32BigEndian(payload)}");
                break;
            case FrameType.Settings when !frame.Has(FrameHeader.Acknowledged):
                ReadSettings(payload);
                outgoing.WriteFrame(FrameType.Settings, FrameHeader.Acknowledged, 0, []);
                break;
            case FrameType.Ping when !frame.Has(FrameHeader.Acknowledged):
                outgoing.WriteFrame(FrameType.Ping, FrameHeader.Acknowledged, 0, payload);
                break;
            case FrameType.WindowUpdate when frame.Stream == 0:
                sendWindow += BinaryPrimitives.ReadInt32BigEndian(payload);
                break;
            case FrameType.GoAway:
                throw new Http2Exception($"the server goes away, HTTP/2 error {BinaryPrimitives.ReadInt32BigEndian(payload[4..])}");
        }
    }

    private void End(int stream, int? status) => events.Ended(stream, status, status is null ? "no readable grpc-status" : null);

    private void Account(int length)
    {
        taken += length;
        if (taken < WindowRefill)
            return;
        outgoing.WriteWindowUpdate(0, taken);
        taken = 0;
    }

    private void ReadSettings(ReadOnlySpan<byte> payload)
    {
        const short maxConcurrentStreams = 3;
        if (MaxStreams is 0)
            MaxStreams = int.MaxValue;
        for (; payload.Length >= 6; payload = payload[6..])
        {
            if (BinaryPrimitives.ReadInt16BigEndian(payload) == maxConcurrentStreams)
                MaxStreams = BinaryPrimitives.ReadInt32BigEndian(payload[2..]);
        }
    }
}
