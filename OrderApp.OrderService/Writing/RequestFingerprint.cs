using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Writing;

/// <summary>
/// A hash of what a CreateOrder asks for, so that a request_id used again with other content is noticed. It guards against mistakes: who looks for
/// two contents with one hash deceives nobody but himself, so it is a fast hash and not a cryptographic one.
/// </summary>
internal static class RequestFingerprint
{
    /// <summary>The length of those of former versions, which the store still holds for a while after an upgrade.</summary>
    private const int FormerLength = 16;

    private const int NameStart = 17;

    public static byte[] Of(OrderRow row, bool dateGiven)
    {
        Span<byte> buffer = stackalloc byte[MaxLength(row)];
        return XxHash3.Hash(Content(buffer, row, dateGiven));
    }

    /// <summary>Whether a stored fingerprint is that of this content.</summary>
    public static bool IsOf(ReadOnlySpan<byte> stored, OrderRow row, bool dateGiven)
    {
        if (stored.Length != FormerLength)
            return stored.SequenceEqual(Of(row, dateGiven));
        Span<byte> buffer = stackalloc byte[MaxLength(row)];
        return stored.SequenceEqual(SHA256.HashData(Content(buffer, row, dateGiven)).AsSpan(0, FormerLength));
    }

    private static int MaxLength(OrderRow row) => NameStart + Encoding.UTF8.GetMaxByteCount(row.Name.Length);

    private static ReadOnlySpan<byte> Content(Span<byte> buffer, OrderRow row, bool dateGiven)
    {
        buffer[0] = (byte)((row.Completed ? 1 : 0) | (dateGiven ? 2 : 0) | (row.UserId is null ? 0 : 4) | (row.BookId is null ? 0 : 8));
        BinaryPrimitives.WriteInt64LittleEndian(buffer[1..], dateGiven ? row.Date.Ticks : 0);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[9..], row.UserId ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[13..], row.BookId ?? 0);
        var end = NameStart + Encoding.UTF8.GetBytes(row.Name, buffer[NameStart..]);
        return buffer[..end];
    }
}
