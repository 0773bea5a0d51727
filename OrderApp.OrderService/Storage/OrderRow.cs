using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using OrderApp.Orders.Common;
using OrderApp.Protos;

namespace OrderApp.Orders.Storage;

/// <summary>An order as the database keeps it. Times are UTC, to the microsecond.</summary>
internal sealed record OrderRow
{
    /// <summary>The columns that <see cref="Read"/> expects, in their order.</summary>
    public const string Columns = "id, name, completed, date, user_id, book_id, version, create_time, update_time, customer_id";

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
        };
        if (UserId is { } user)
            order.UserId = user;
        if (BookId is { } book)
            order.BookId = book;
        if (CustomerId is { } customer)
            order.CustomerId = customer.ToString();
        return order;
    }
}
