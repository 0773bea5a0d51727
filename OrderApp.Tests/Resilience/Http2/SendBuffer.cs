using System.Buffers.Binary;

namespace OrderApp.Tests.Resilience.Http2;

/// <summary>Frames that wait to be sent together.</summary>
internal sealed class SendBuffer
{
    private byte[] bytes = new byte[64 * 1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Content => bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Write(ReadOnlySpan<byte> content) => content.CopyTo(Take(content.Length));

    public void WriteFrame(FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = Take(FrameHeader.Size + payload.Length);
        new FrameHeader(payload.Length, type, flags, stream).Write(frame);
        payload.CopyTo(frame[FrameHeader.Size..]);
    }

    public void WriteWindowUpdate(int stream, int increment)
    {
        Span<byte> payload = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, increment);
        WriteFrame(FrameType.WindowUpdate, 0, stream, payload);
    }

    /// <summary>Settings as pairs of identifier and value (RFC 9113, section 6.5.1).</summary>
    public void WriteSettings(params ReadOnlySpan<(int Identifier, int Value)> settings)
    {
        Span<byte> payload = stackalloc byte[6 * settings.Length];
        for (var i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload[(6 * i)..], (ushort)settings[i].Identifier);
            BinaryPrimitives.WriteInt32BigEndian(payload[(6 * i + 2)..], settings[i].Value);
        }
        WriteFrame(FrameType.Settings, 0, 0, payload);
    }

    private Span<byte> Take(int count)
    {
        if (Length + count > bytes.Length)
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, Length + count));
        Length += count;
        return bytes.AsSpan(Length - count, count);
    }
}
