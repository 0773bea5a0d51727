using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Orders.Watch;

/// <summary>A place in the feed of events: the position of the last event that was dealt with, and a checksum.</summary>
internal static class ResumeToken
{
    private const int PositionLength = 8;
    private const int ChecksumLength = 4;

    public static string Write(long position)
    {
        Span<byte> token = stackalloc byte[PositionLength + ChecksumLength];
        BinaryPrimitives.WriteInt64BigEndian(token, position);
        Checksum(token[..PositionLength]).CopyTo(token[PositionLength..]);
        return Base64Url.EncodeToString(token);
    }

    public static long? Read(string token)
    {
        if (token.Length == 0)
            return null;
        Span<byte> bytes = stackalloc byte[PositionLength + ChecksumLength];
        if (token.Length != Base64Url.GetEncodedLength(bytes.Length) || Base64Url.DecodeFromChars(token, bytes, out _, out var length) != OperationStatus.Done || length != bytes.Length
            || !bytes[PositionLength..].SequenceEqual(Checksum(bytes[..PositionLength])) || BinaryPrimitives.ReadInt64BigEndian(bytes) is var position && position < 0)
            throw GrpcErrors.InvalidArgument("resume_token", "is not one that WatchOrders gave");
        return position;
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> position) =>
        SHA256.HashData([.. position, .. "order events"u8]).AsSpan(0, ChecksumLength);
}
