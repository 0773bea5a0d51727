using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using OrderApp.Protos;

namespace OrderApp.Orders.Watch;

/// <summary>An event for all who watch; the message has no resume token yet, is shared and must not be changed.</summary>
internal sealed record FeedEvent(long Position, Guid OrderId, bool Completed, Guid? CustomerId, DateTime Time, OrderEvent Message)
{
    public const string Columns = "position, type, event_time, order_id, name, completed, date, user_id, book_id, version, create_time, customer_id, state, total, currency, details";

    private const int FrameHead = 5;
    private byte[]? frameForAll;
    private byte[]? frameForNobody;

    /// <summary>The message with the resume token of a caller's view.</summary>
    public OrderEvent MessageFor(OrderAccess access) => new(Message) { ResumeToken = ResumeToken.Write(Position, access) };

    /// <summary>
    /// The message with gRPC's head before it, as it goes over the wire to a watcher: made once for all operators and services, once for all who
    /// call without a token, and for a customer when he reads it, as he is the only one of his view.
    /// </summary>
    /// <remarks>https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, Length-Prefixed-Message</remarks>
    public ReadOnlySpan<byte> FrameFor(OrderAccess access) =>
        access.All ? frameForAll ??= ToFrame(MessageFor(access))
        : access.CustomerId is null ? frameForNobody ??= ToFrame(MessageFor(access))
        : ToFrame(MessageFor(access));

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
            CustomerId = reader.IsDBNull(11) ? null : reader.GetGuid(11),
            State = reader.IsDBNull(12) ? null : reader.GetInt16(12),
            Total = reader.IsDBNull(13) ? null : reader.GetInt64(13),
            Currency = reader.IsDBNull(14) ? null : reader.GetString(14),
            Details = reader.IsDBNull(15) ? null : OrderDetails.Read(reader.GetString(15)),
        };
        return new(position, order.Id, order.Completed, order.CustomerId, time, new OrderEvent
        {
            Type = (OrderEvent.Types.Type)type,
            Order = order.ToMessage(),
            EventTime = Timestamp.FromDateTime(time),
        });
    }
}
