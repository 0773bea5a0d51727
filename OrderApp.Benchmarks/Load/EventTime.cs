using OrderApp.Protos;

namespace OrderApp.Benchmarks.Load;

/// <summary>
/// Reads event_time, and nothing else, out of an OrderEvent as it came: a thousand watchers' events are too many to be made objects of.
/// </summary>
internal ref struct EventTime(ReadOnlySpan<byte> message)
{
    private const int TimestampSeconds = 1, TimestampNanos = 2;
    private ReadOnlySpan<byte> rest = message;

    /// <summary>When the change was made; null when the message does not tell.</summary>
    public static DateTime? Read(ReadOnlySpan<byte> orderEvent)
    {
        var fields = new EventTime(orderEvent);
        while (fields.TryNext(out var number, out _, out var content))
        {
            if (number is OrderEvent.EventTimeFieldNumber)
                return ReadTimestamp(content);
        }
        return null;
    }

    private static DateTime ReadTimestamp(ReadOnlySpan<byte> timestamp)
    {
        var time = DateTime.UnixEpoch;
        var fields = new EventTime(timestamp);
        while (fields.TryNext(out var number, out var value, out _))
        {
            time = number switch
            {
                TimestampSeconds => time.AddSeconds(value),
                TimestampNanos => time.AddTicks((int)value / 100),
                _ => time,
            };
        }
        return time;
    }

    private bool TryNext(out int number, out long value, out ReadOnlySpan<byte> content)
    {
        number = 0;
        value = 0;
        content = default;
        if (rest.Length == 0)
            return false;
        var tag = ReadVarint();
        number = (int)(tag >> 3);
        value = ReadVarint();
        switch (tag & 7)
        {
            case 0:
                return true;
            case 2:
                content = rest[..(int)value];
                rest = rest[(int)value..];
                return true;
            default:
                throw new InvalidDataException($"an OrderEvent has no field of wire type {tag & 7}");
        }
    }

    private long ReadVarint()
    {
        var value = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var next = rest[0];
            rest = rest[1..];
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
