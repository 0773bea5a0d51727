using System.Buffers.Binary;
using OrderApp.Orders.Common;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Watch;

/// <summary>A place in the feed of events: the position of the last event that was dealt with. It belongs to its caller's view.</summary>
internal static class ResumeToken
{
    // Watchers keep their tokens: the length stays as it is.
    private const int ChecksumBytes = 4;

    public static string Write(long position, OrderAccess access)
    {
        Span<byte> content = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(content, position);
        return OpaqueToken.Write(content, access.ScopeOf("order events"u8), ChecksumBytes);
    }

    public static long? Read(string token, OrderAccess access)
    {
        if (token.Length == 0)
            return null;
        return OpaqueToken.Read(token, access.ScopeOf("order events"u8), ChecksumBytes) is { Length: sizeof(long) } content
            && BinaryPrimitives.ReadInt64BigEndian(content) is var position and >= 0
            ? position
            : throw GrpcErrors.InvalidArgument("resume_token", "is not one that WatchOrders gave you");
    }
}
