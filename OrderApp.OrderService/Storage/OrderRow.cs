using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using OrderApp.Orders.Common;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Storage;

/// <summary>An order as the database keeps it. Times are UTC, to the microsecond.</summary>
internal sealed record OrderRow
{
    /// <summary>The columns that <see cref="Read"/> expects, in their order.</summary>
    public const string Columns = "id, name, completed, date, user_id, book_id, version, create_time, update_time, customer_id, state, total, currency, details";

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required bool Completed { get; init; }

    public required DateTime Date { get; init; }

    public int? UserId { get; init; }

    public int? BookId { get; init; }

    /// <summary>1 when created, one more with every change; the etag is made of it.</summary>
    public required long Version { get; init; }

    public required DateTime CreateTime { get; init; }

    public required DateTime UpdateTime { get; init; }

    /// <summary>The account or guest that it belongs to; null: nobody's.</summary>
    public Guid? CustomerId { get; init; }

    /// <summary>What the last move made of it, see <see cref="OrderStates"/>; null: there was none.</summary>
    public short? State { get; init; }

    /// <summary>What it costs in all, in the currency's smallest unit; null: it has no lines.</summary>
    public long? Total { get; init; }

    /// <summary>The currency of <see cref="Total"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>Lines, delivery address, promotion and tracking number; null: none of them. Shared, and must not be changed.</summary>
    public Order? Details { get; init; }

    public static OrderRow Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Name = reader.GetString(1),
        Completed = reader.GetBoolean(2),
        Date = reader.GetDateTime(3),
        UserId = reader.IsDBNull(4) ? null : reader.GetInt32(4),
        BookId = reader.IsDBNull(5) ? null : reader.GetInt32(5),
        Version = reader.GetInt64(6),
        CreateTime = reader.GetDateTime(7),
        UpdateTime = reader.GetDateTime(8),
        CustomerId = reader.IsDBNull(9) ? null : reader.GetGuid(9),
        State = reader.IsDBNull(10) ? null : reader.GetInt16(10),
        Total = reader.IsDBNull(11) ? null : reader.GetInt64(11),
        Currency = reader.IsDBNull(12) ? null : reader.GetString(12),
        Details = reader.IsDBNull(13) ? null : OrderDetails.Read(reader.GetString(13)),
    };

    public Order ToMessage()
    {
        var order = new Order
        {
            Uuid = Id.ToString(),
            Name = Name,
            Completed = Completed,
            Date = OrderDate.Format(Date),
            Etag = Version.ToString(CultureInfo.InvariantCulture),
            CreateTime = Timestamp.FromDateTime(CreateTime),
            UpdateTime = Timestamp.FromDateTime(UpdateTime),
            State = OrderStates.Of(State, Completed),
        };
        if (UserId is { } user)
            order.UserId = user;
        if (BookId is { } book)
            order.BookId = book;
        if (CustomerId is { } customer)
            order.CustomerId = customer.ToString();
        if (Total is { } total)
            order.Total = new ShopMoney(Currency).ToMessageOrNull(total);
        if (Details is not null)
            order.MergeFrom(Details);
        return order;
    }
}
