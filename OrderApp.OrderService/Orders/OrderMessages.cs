using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using OrderApp.Orders.Storage;
using OrderApp.Protos;

namespace OrderApp.Orders;

/// <summary>Turns rows into messages.</summary>
internal static class OrderMessages
{
    public static Order ToMessage(this OrderRow row)
    {
        var order = new Order
        {
            Uuid = row.Id.ToString(),
            Name = row.Name,
            Completed = row.Completed,
            Date = OrderDate.Format(row.Date),
            Etag = row.Version.ToString(CultureInfo.InvariantCulture),
            CreateTime = Timestamp.FromDateTime(row.CreateTime),
            UpdateTime = Timestamp.FromDateTime(row.UpdateTime),
        };
        if (row.UserId is { } user)
            order.UserId = user;
        if (row.BookId is { } book)
            order.BookId = book;
        return order;
    }
}
