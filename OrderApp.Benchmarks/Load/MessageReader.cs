using System.Buffers.Binary;
using OrderApp.Benchmarks.Http2;

namespace OrderApp.Benchmarks.Load;

/// <summary>Cuts the body of one stream into its messages, however the bytes come in.</summary>
internal sealed class MessageReader
{
    private readonly List<byte> held = [];

    public delegate void MessageHandler(ReadOnlySpan<byte> message);

    public void Read(ReadOnlySpan<byte> bytes, MessageHandler handler)
    {
        if (held.Count > 0)
        {
            held.AddRange(bytes);
            bytes = held.ToArray();
            held.Clear();
        }
        while (bytes.Length >= GrpcFrame.PrefixLength)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[1..]);
            if (bytes.Length - GrpcFrame.PrefixLength < length)
                break;
            handler(bytes.Slice(GrpcFrame.PrefixLength, length));
            bytes = bytes[(GrpcFrame.PrefixLength + length)..];
        }
        held.AddRange(bytes);
    }
}
