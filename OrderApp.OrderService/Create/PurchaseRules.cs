using System.IO.Hashing;
using Google.Protobuf;
using Google.Type;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Orders.Create;

/// <summary>A CreateOrder of a checkout that was checked.</summary>
/// <param name="Create">What every order has.</param>
/// <param name="Requester">Whose the request_id is.</param>
internal sealed record Purchase(NewOrder Create, Guid Requester)
{
    public OrderRow Row => Create.Row;

    /// <summary>A hash of what was asked for, whether or not there is a request_id.</summary>
    public byte[] Fingerprint => Create.Fingerprint!;

    public bool Paid => Row.State == (short)State.Paid;

    public RequestKey? Key => Create.RequestId is { } id ? new(id, Requester) : null;
}

/// <summary>Checks the fields of a CreateOrder that only services may set; whatever is wrong is INVALID_ARGUMENT with the field's name.</summary>
internal sealed class PurchaseRules(ShopMoney money)
{
    private const int MaxLines = 100;
    private const int MaxTitleLength = 500;
    private const int MaxQuantity = 99;
    private const int MaxPromotionLength = 100;

    /// <summary>The name of the first such field that is set; null: it is an order without.</summary>
    public static string? FirstField(CreateOrderRequest request) =>
        request.Lines.Count > 0 ? "lines"
        : request.Total is not null ? "total"
        : request.DeliveryAddress is not null ? "delivery_address"
        : request.Promotion.Length > 0 ? "promotion"
        : request.State != State.Unspecified ? "state"
        : request.CustomerId.Length > 0 ? "customer_id"
        : request.Uuid.Length > 0 ? "uuid"
        : null;

    /// <summary>Adds to a new order what a service asks for.</summary>
    public Purchase Check(CreateOrderRequest request, NewOrder create)
    {
        var row = create.Row with
        {
            Id = request.Uuid.Length > 0 ? CheckUuid(request.Uuid) : create.Row.Id,
            CustomerId = request.CustomerId.Length > 0 ? CheckCustomer(request.CustomerId) : create.Row.CustomerId,
            State = (short)CheckState(request),
            Total = request.Lines.Count > 0 ? CheckLines(request) : CheckNoTotal(request),
            Currency = request.Lines.Count > 0 ? money.Currency : null,
            Details = Details(request),
        };
        return new(new(row, create.RequestId, FingerprintOf(request, row)), create.Row.CustomerId ?? CustomerIds.Nobody);
    }

    private static Guid CheckUuid(string uuid) =>
        OrderIds.Parse(uuid) is { Version: 7 } id ? id : throw GrpcErrors.InvalidArgument("uuid", "is not a UUID of version 7");

    private static Guid CheckCustomer(string customerId) => CustomerIds.Parse("customer_id", customerId) is var id && !CustomerIds.IsReserved(id)
        ? id : throw GrpcErrors.InvalidArgument("customer_id", "is no customer's");

    private static State CheckState(CreateOrderRequest request) => request.State switch
    {
        State.Paid when request.Completed => throw GrpcErrors.InvalidArgument("completed", "must be false where state is PAID"),
        State.Paid => State.Paid,
        State.Unspecified or State.Placed => State.Placed,
        _ => throw GrpcErrors.InvalidArgument("state", "must be PLACED or PAID"),
    };

    private static long? CheckNoTotal(CreateOrderRequest request) =>
        request.Total is null ? null : throw GrpcErrors.InvalidArgument("total", "must be the sum of the lines' totals, and there are no lines");

    private long CheckLines(CreateOrderRequest request)
    {
        if (request.Lines.Count > MaxLines)
            throw GrpcErrors.InvalidArgument("lines", $"must be at most {MaxLines}, are {request.Lines.Count}");
        var sum = request.Lines.Select((line, index) => CheckLine($"lines[{index}]", line)).Sum();
        var total = money.Parse("total", request.Total, zero: true);
        return total == sum ? total : throw GrpcErrors.InvalidArgument("total", "must be the sum of the lines' totals");
    }

    private long CheckLine(string field, OrderLine line)
    {
        CheckRange($"{field}.book_id", line.BookId, 1, int.MaxValue);
        TextRules.Check($"{field}.title", line.Title, MaxTitleLength, required: true);
        CheckRange($"{field}.quantity", line.Quantity, 1, MaxQuantity);
        CheckRange($"{field}.free_quantity", line.FreeQuantity, 0, line.Quantity);
        money.Parse($"{field}.unit_price", line.UnitPrice);
        return money.Parse($"{field}.total", line.Total, zero: true);
    }

    private static void CheckRange(string field, int value, int least, int most)
    {
        if (value < least || value > most)
            throw GrpcErrors.InvalidArgument(field, $"must be between {least} and {most}, is {value}");
    }

    private Order? Details(CreateOrderRequest request)
    {
        var details = new Order
        {
            Lines = { request.Lines.Select(Line) },
            DeliveryAddress = request.DeliveryAddress is { } address ? CheckAddress(address) : null,
            Promotion = TextRules.Check("promotion", request.Promotion, MaxPromotionLength, oneLine: true),
        };
        return details.CalculateSize() > 0 ? details : null;
    }

    // What is not known here is left behind, and nothing is paid for by an absent total.
    private OrderLine Line(OrderLine line) => new()
    {
        BookId = line.BookId,
        Title = line.Title,
        Quantity = line.Quantity,
        UnitPrice = Same(line.UnitPrice),
        FreeQuantity = line.FreeQuantity,
        Total = Same(line.Total),
    };

    private Money? Same(Money? amount) => money.ToMessageOrNull(money.Parse("lines", amount, zero: true));

    private static Address CheckAddress(Address address)
    {
        const string Field = "delivery_address.";
        return new()
        {
            Name = TextRules.Check(Field + "name", address.Name, 200, required: true, oneLine: true),
            Line1 = TextRules.Check(Field + "line1", address.Line1, 200, required: true, oneLine: true),
            Line2 = TextRules.Check(Field + "line2", address.Line2, 200, oneLine: true),
            City = TextRules.Check(Field + "city", address.City, 100, required: true, oneLine: true),
            Region = TextRules.Check(Field + "region", address.Region, 100, oneLine: true),
            PostalCode = TextRules.Check(Field + "postal_code", address.PostalCode, 20, oneLine: true),
            Country = address.Country is { Length: 2 } country && country.All(char.IsAsciiLetterUpper)
                ? country : throw GrpcErrors.InvalidArgument(Field + "country", "must be a code of ISO 3166-1 of two capital letters"),
        };
    }

    // What every order is made of, and behind it what only this one has, however it was written: control characters are in no name.
    private static byte[] FingerprintOf(CreateOrderRequest request, OrderRow row)
    {
        var plain = NewOrder.FingerprintOf(row, OrderDate.Check(request.Date));
        var rest = new CreateOrderRequest
        {
            Lines = { row.Details?.Lines ?? [] },
            DeliveryAddress = row.Details?.DeliveryAddress,
            Promotion = request.Promotion,
            State = (State)row.State!,
            CustomerId = request.CustomerId.Length > 0 ? row.CustomerId.ToString() : "",
            Uuid = request.Uuid.Length > 0 ? row.Id.ToString() : "",
        };
        return XxHash3.Hash([.. plain, .. rest.ToByteArray()]);
    }
}
