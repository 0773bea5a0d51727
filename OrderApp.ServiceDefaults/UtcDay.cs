using System.Buffers.Binary;
using System.Globalization;

namespace OrderApp.ServiceDefaults;

/// <summary>A day in UTC, as statistics of one are asked for.</summary>
/// <param name="Begin">Its first moment.</param>
/// <param name="End">The first moment of the next day.</param>
public readonly record struct UtcDay(DateTime Begin, DateTime End)
{
    private const int VersionByte = 6;
    private const byte Version7 = 0x70;

    /// <summary>A day that callers sent: "2026-11-25".</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: it is none.</exception>
    public static UtcDay Parse(string field, string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 9999
            ? new(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc))
            : throw GrpcErrors.InvalidArgument(field, "must be a day such as 2026-11-25");

    /// <summary>A UUID of version 7 that none made at this moment or later is less than: what was made on a day is a range of the primary key.</summary>
    public static Guid FirstId(DateTime moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, (long)(moment - DateTime.UnixEpoch).TotalMilliseconds << 16);
        bytes[VersionByte] = Version7;
        return new(bytes, bigEndian: true);
    }
}
