using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using OrderApp.Orders.Storage;
using OrderApp.Orders.Writing;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Orders;

/// <summary>Checks requests and turns them into operations; whatever is wrong is INVALID_ARGUMENT with the field's name.</summary>
internal sealed class OrderRequests(OrderIds ids, TimeProvider time)
{
    private static readonly string[] Maskable = ["name", "completed", "date"];

    public CreateOperation Create(CreateOrderRequest request)
    {
        var now = OrderDate.Truncate(time.GetUtcNow().UtcDateTime);
        var row = new OrderRow
        {
            Id = ids.Next(),
            Name = OrderText.CheckName(request.Name),
            Completed = request.Completed,
            Date = ParseDate(request.Date) ?? now,
            UserId = request.HasUserId ? Positive("user_id", request.UserId) : null,
            BookId = request.HasBookId ? Positive("book_id", request.BookId) : null,
            Version = 1,
            CreateTime = now,
            UpdateTime = now,
        };
        if (request.RequestId.Length == 0)
            return new CreateOperation(row);
        var requestId = OrderText.CheckText("request_id", request.RequestId, OrderText.MaxRequestIdLength);
        var dateGiven = request.Date.Length > 0;
        return new CreateOperation(row) { RequestId = requestId, DateGiven = dateGiven, Fingerprint = RequestFingerprint.Of(row, dateGiven) };
    }

    public UpdateOperation Update(UpdateOrderRequest request)
    {
        var paths = Paths(request.UpdateMask);
        var id = ParseId(request.Uuid);
        return new UpdateOperation(id)
        {
            Version = ParseEtag(request.Etag),
            Name = paths.Contains("name") ? OrderText.CheckName(request.Name) : null,
            Completed = paths.Contains("completed") ? request.Completed : null,
            Date = paths.Contains("date") ? ParseDate(request.Date) : null,
            Time = OrderDate.Truncate(time.GetUtcNow().UtcDateTime),
        };
    }

    public DeleteOperation Delete(DeleteOrderRequest request) => new(ParseId(request.Uuid))
    {
        Version = ParseEtag(request.Etag),
        Time = OrderDate.Truncate(time.GetUtcNow().UtcDateTime),
    };

    public static Guid ParseId(string uuid)
    {
        if (uuid.Length == 0)
            throw GrpcErrors.InvalidArgument("uuid", "must not be empty");
        return Guid.TryParseExact(uuid, "D", out var id) ? id : throw GrpcErrors.InvalidArgument("uuid", "is not a UUID");
    }

    // An etag that is none of ours is no order's current one.
    private static long? ParseEtag(string etag) => etag.Length == 0 ? null
        : long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static DateTime? ParseDate(string date) => date.Length == 0 ? null
        : OrderDate.TryParse(date, out var utc) ? utc
        : throw GrpcErrors.InvalidArgument("date", "is not a date as RFC 3339 or ISO 8601 write it");

    private static int Positive(string field, int value) =>
        value >= 1 ? value : throw GrpcErrors.InvalidArgument(field, $"must be at least 1, is {value}");

    private static IReadOnlyCollection<string> Paths(FieldMask? mask)
    {
        if (mask is null || mask.Paths.Count == 0 || mask.Paths is ["*"])
            return Maskable;
        return mask.Paths.FirstOrDefault(path => !Maskable.Contains(path)) is { } unknown
            ? throw GrpcErrors.InvalidArgument("update_mask", $"may hold name, completed and date, not \"{unknown}\"")
            : mask.Paths;
    }
}
