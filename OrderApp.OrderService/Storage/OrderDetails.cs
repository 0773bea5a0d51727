using Google.Protobuf;
using OrderApp.Protos;

namespace OrderApp.Orders.Storage;

/// <summary>
/// The column <c>details</c>: an order's lines, delivery address, promotion and tracking number, as protobuf writes them in JSON. Beside them stand, for the
/// database only: cancelled and cancelReason, and fingerprint, which tells what an order was made of.
/// </summary>
internal static class OrderDetails
{
    /// <summary>In SQL: <c>details</c> without what tells of a person.</summary>
    public const string Anonymous = "details - '{deliveryAddress,cancelReason,fingerprint}'::text[]";

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static string Write(Order details) => JsonFormatter.Default.Format(details);

    public static Order Read(string json) => Parser.Parse<Order>(json);
}
