using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Orders.Watch;

/// <summary>
/// Where a page of an order's history ended: the last event's position, and a checksum over it and the order's id, so that a token that
/// was changed, or is used with another order, is noticed.
/// </summary>
internal static class HistoryToken
{
    private const int PositionLength = 8;
    private const int ChecksumLength = 8;

    public static string Write(long position, Guid orderId)
    {
        Span<byte> token = stackalloc byte[PositionLength + ChecksumLength];
        BinaryPrimitives.WriteInt64BigEndian(token, position);
        Checksum(token[..PositionLength], orderId).CopyTo(token[PositionLength..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The position to go on after; 0, which no event has, when there is no token.</summary>
    public static long Read(string token, Guid orderId)
    {
        if (token.Length == 0)
            return 0;
        Span<byte> bytes = stackalloc byte[PositionLength + ChecksumLength];
        if (token.Length != Base64Url.GetEncodedLength(bytes.Length) || Base64Url.DecodeFromChars(token, bytes, out _, out var length) != OperationStatus.Done || length != bytes.Length
            || !bytes[PositionLength..].SequenceEqual(Checksum(bytes[..PositionLength], orderId)))
            throw GrpcErrors.InvalidArgument("page_token", "is not one that a list of this order's events gave");
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> position, Guid orderId) =>
        SHA256.HashData([.. position, .. orderId.ToByteArray(bigEndian: true), .. "order history"u8]).AsSpan(0, ChecksumLength);
}
