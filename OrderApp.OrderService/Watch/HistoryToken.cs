using System.Buffers.Binary;
using OrderApp.Orders.Common;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Watch;

/// <summary>Where a page of an order's history ended: the last event's position. It belongs to the order and to its caller's view.</summary>
internal static class HistoryToken
{
    public static string Write(long position, Guid orderId, OrderAccess access)
    {
        Span<byte> content = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(content, position);
        return OpaqueToken.Write(content, Scope(orderId, access));
    }

    /// <summary>The position to go on after; 0, which no event has, when there is no token.</summary>
    public static long Read(string token, Guid orderId, OrderAccess access)
    {
        if (token.Length == 0)
            return 0;
        return OpaqueToken.Read(token, Scope(orderId, access)) is { Length: sizeof(long) } content
            ? BinaryPrimitives.ReadInt64BigEndian(content)
            : throw GrpcErrors.InvalidArgument("page_token", "is not one that a list of this order's events gave you");
    }

    private static byte[] Scope(Guid orderId, OrderAccess access) => access.ScopeOf([.. orderId.ToByteArray(bigEndian: true), .. "order history"u8]);
}
