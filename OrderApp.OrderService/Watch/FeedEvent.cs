using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using OrderApp.Orders.Storage;
using OrderApp.Protos;

namespace OrderApp.Orders.Watch;

/// <summary>An event as it is sent to all who watch; the message is shared and must not be changed.</summary>
internal sealed record FeedEvent(long Position, Guid OrderId, bool Completed, DateTime Time, OrderEvent Message)
{
    public const string Columns = "position, type, event_time, order_id, name, completed, date, user_id, book_id, version, create_time";

    private const int FrameHead = 5;
    private byte[]? frame;

    /// <summary>
    /// The message with gRPC's head before it, as it goes over the wire to every watcher: made once, not once for each of them.
    /// </summary>
    /// <remarks>https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, Length-Prefixed-Message</remarks>
    public ReadOnlySpan<byte> Frame => frame ??= ToFrame(Message);

    private static byte[] ToFrame(OrderEvent message)
    {
        var bytes = new byte[FrameHead + message.CalculateSize()];
        // The first byte stays 0: not compressed.
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), bytes.Length - FrameHead);
        message.WriteTo(bytes.AsSpan(FrameHead));
        return bytes;
    }

    public static FeedEvent Read(NpgsqlDataReader reader)
    {
        var position = reader.GetInt64(0);
        var type = (OrderEventType)reader.GetInt16(1);
        var time = reader.GetDateTime(2);
        var order = new OrderRow
        {
            Id = reader.GetGuid(3),
            Name = reader.GetString(4),
            Completed = reader.GetBoolean(5),
            Date = reader.GetDateTime(6),
            UserId = reader.IsDBNull(7) ? null : reader.GetInt32(7),
            BookId = reader.IsDBNull(8) ? null : reader.GetInt32(8),
            Version = reader.GetInt64(9),
            CreateTime = reader.GetDateTime(10),
            UpdateTime = time,
        };
        return new(position, order.Id, order.Completed, time, new OrderEvent
        {
            Type = (OrderEvent.Types.Type)type,
            Order = order.ToMessage(),
            ResumeToken = ResumeToken.Write(position),
            EventTime = Timestamp.FromDateTime(time),
        });
    }
}
