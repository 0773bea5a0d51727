using System.Buffers.Binary;
using Google.Protobuf;

namespace OrderApp.Tests.Resilience.Http2;

/// <summary>Messages as gRPC puts them into a body: not compressed, each after its length.</summary>
internal static class GrpcFrame
{
    public const int PrefixLength = 5;

    public static byte[] Of(params ReadOnlySpan<IMessage> messages)
    {
        using var body = new MemoryStream();
        Span<byte> prefix = stackalloc byte[PrefixLength];
        foreach (var message in messages)
        {
            prefix[0] = 0;
            BinaryPrimitives.WriteInt32BigEndian(prefix[1..], message.CalculateSize());
            body.Write(prefix);
            message.WriteTo(body);
        }
        return body.ToArray();
    }
}
