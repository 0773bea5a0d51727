using System.Buffers.Binary;
using System.Security.Cryptography;
using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Orders.Common;

/// <summary>
/// Makes order ids: UUIDs of version 7 whose 12 bits after the millisecond hold its fraction (RFC 9562, 6.2, method 3), each greater than
/// the one before it in this process. Sorted by id, orders stand in the order they came in.
/// </summary>
internal sealed class OrderIds(TimeProvider time)
{
    private const int FractionBits = 12;
    private readonly Lock gate = new();
    private long last;

    /// <summary>Reads a caller's uuid.</summary>
    public static Guid Parse(string uuid)
    {
        if (uuid.Length == 0)
            throw GrpcErrors.InvalidArgument("uuid", "must not be empty");
        return Guid.TryParseExact(uuid, "D", out var id) ? id : throw GrpcErrors.InvalidArgument("uuid", "is not a UUID");
    }

    /// <summary>The next id.</summary>
    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        var stamp = NextStamp();
        BinaryPrimitives.WriteInt64BigEndian(bytes, (stamp >> FractionBits) << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (stamp & 0xFFF)));
        RandomNumberGenerator.Fill(bytes[8..]);
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    private long NextStamp()
    {
        var ticks = time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks;
        var (milliseconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerMillisecond);
        var stamp = (milliseconds << FractionBits) | ((rest << FractionBits) / TimeSpan.TicksPerMillisecond);
        lock (gate)
            return last = Math.Max(stamp, last + 1);
    }
}
