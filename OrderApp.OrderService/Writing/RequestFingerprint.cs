using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Writing;

/// <summary>A hash of what a CreateOrder asks for, so that a request_id used again with other content is noticed.</summary>
internal static class RequestFingerprint
{
    private const int Length = 16;

    public static byte[] Of(OrderRow row, bool dateGiven)
    {
        Span<byte> content = stackalloc byte[32 + (4 * OrderText.MaxNameLength)];
        content[0] = (byte)((row.Completed ? 1 : 0) | (dateGiven ? 2 : 0) | (row.UserId is null ? 0 : 4) | (row.BookId is null ? 0 : 8));
        BinaryPrimitives.WriteInt64LittleEndian(content[1..], dateGiven ? row.Date.Ticks : 0);
        BinaryPrimitives.WriteInt32LittleEndian(content[9..], row.UserId ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(content[13..], row.BookId ?? 0);
        var end = 17 + Encoding.UTF8.GetBytes(row.Name, content[17..]);
        return SHA256.HashData(content[..end])[..Length];
    }
}
