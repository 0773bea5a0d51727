using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Create;

/// <summary>A CreateOrder that was checked: the row to store and, where there is a request_id, a hash of what was asked for with it.</summary>
internal readonly record struct NewOrder(OrderRow Row, string? RequestId, byte[]? Fingerprint)
{
    /// <summary>Whose the request_id is.</summary>
    public RequestKey Key => new(RequestId!, Row.CustomerId ?? CustomerIds.Nobody);

    /// <summary>Checks a request; whatever is wrong is INVALID_ARGUMENT with the field's name.</summary>
    public static NewOrder Of(CreateOrderRequest request, Guid id, DateTime now, Guid? customerId)
    {
        var date = OrderDate.Check(request.Date);
        var row = new OrderRow
        {
            Id = id,
            Name = OrderText.CheckName(request.Name),
            Completed = request.Completed,
            Date = date ?? now,
            UserId = request.HasUserId ? Positive("user_id", request.UserId) : null,
            BookId = request.HasBookId ? Positive("book_id", request.BookId) : null,
            Version = 1,
            CreateTime = now,
            UpdateTime = now,
            CustomerId = customerId,
        };
        if (request.RequestId.Length == 0)
            return new(row, null, null);
        return new(row, OrderText.CheckRequestId(request.RequestId), FingerprintOf(row, date));
    }

    /// <summary>Whether it asks for something else than what has this fingerprint.</summary>
    public bool Differs(byte[] stored) =>
        // Versions of before 2026-11-22 stored another hash, which tells nothing here: their request_ids are taken for what they made.
        stored.Length == Fingerprint!.Length && !stored.SequenceEqual(Fingerprint);

    private static int Positive(string field, int value) =>
        value >= 1 ? value : throw GrpcErrors.InvalidArgument(field, $"must be at least 1, is {value}");

    // It guards against mistakes: who looks for two contents with one hash deceives nobody but himself. So it need not be cryptographic.
    internal static byte[] FingerprintOf(OrderRow row, DateTime? date)
    {
        const int NameStart = 17;
        Span<byte> content = stackalloc byte[NameStart + Encoding.UTF8.GetMaxByteCount(row.Name.Length)];
        content[0] = (byte)((row.Completed ? 1 : 0) | (date is null ? 0 : 2) | (row.UserId is null ? 0 : 4) | (row.BookId is null ? 0 : 8));
        BinaryPrimitives.WriteInt64LittleEndian(content[1..], date?.Ticks ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(content[9..], row.UserId ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(content[13..], row.BookId ?? 0);
        var end = NameStart + Encoding.UTF8.GetBytes(row.Name, content[NameStart..]);
        return XxHash3.Hash(content[..end]);
    }
}
