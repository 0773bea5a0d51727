using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Common;

/// <summary>The ids of accounts and guests, whose orders are told apart by them.</summary>
internal static class CustomerIds
{
    /// <summary>Stands in the key of a request_id for those who call without a token: the Nil UUID of RFC 9562.</summary>
    public static readonly Guid Nobody = Guid.Empty;

    /// <summary>Stands in orders in place of an account that was deleted: the Max UUID of RFC 9562. Only operators and services see them.</summary>
    public static readonly Guid DeletedCustomer = Guid.AllBitsSet;

    /// <summary>Reads a customer's id.</summary>
    public static Guid Parse(string field, string customerId) =>
        Guid.TryParseExact(customerId, "D", out var id) ? id : throw GrpcErrors.InvalidArgument(field, customerId.Length == 0 ? "must not be empty" : "is not a UUID");

    /// <summary>Whether it is the id of no customer.</summary>
    public static bool IsReserved(Guid customerId) => customerId == Nobody || customerId == DeletedCustomer;
}
