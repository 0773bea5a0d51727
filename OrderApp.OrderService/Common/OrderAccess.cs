using System.Text;
using Grpc.Core;
using Microsoft.Extensions.Options;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Orders.Common;

/// <summary>Settings of the section <c>Access</c>.</summary>
internal sealed class AccessOptions
{
    /// <summary>
    /// Whether calls without a token are taken, and orders that belong to nobody are everybody's. Default: true in Development, else false: then only
    /// operators and services see those orders.
    /// </summary>
    public bool AnonymousOrders { get; set; }
}

/// <summary>Which orders a caller may see and change: all, or a customer's own and, where that is allowed, nobody's.</summary>
/// <param name="All">Whether he may see every order.</param>
/// <param name="CustomerId">Whose orders he makes; null: nobody's.</param>
/// <param name="Nobodys">Whether he may see nobody's orders.</param>
internal readonly record struct OrderAccess(bool All, Guid? CustomerId, bool Nobodys)
{
    /// <summary>That of operators and services.</summary>
    public static OrderAccess Everything { get; } = new(All: true, null, Nobodys: true);

    /// <summary>That of those who call without a token.</summary>
    public static OrderAccess OfNobody { get; } = new(All: false, null, Nobodys: true);

    /// <summary>Whether an order of this customer, or of nobody, may be seen.</summary>
    public bool Sees(Guid? owner) => All || (owner is null ? Nobodys : owner == CustomerId);

    /// <summary>Checks a field by which a caller asks for one customer's orders; null when it is empty.</summary>
    public Guid? CheckFilter(string customerId)
    {
        if (customerId.Length == 0)
            return null;
        var wanted = CustomerIds.Parse("customer_id", customerId);
        return All || wanted == CustomerId ? wanted : throw OrderErrors.AnotherCustomer();
    }

    /// <summary>
    /// What an <see cref="OpaqueToken"/> belongs to: what it is of, and whose view of the orders. Tokens of those who call without one are as they were
    /// before there were customers.
    /// </summary>
    public byte[] ScopeOf(ReadOnlySpan<byte> what) =>
        // A control character is in no filter's text, so no two views have the same scope.
        All ? [.. "all\n"u8, .. what] : CustomerId is { } id ? [.. Encoding.ASCII.GetBytes($"{id}\n"), .. what] : what.ToArray();
}

/// <summary>Knows callers' access to orders.</summary>
internal sealed class OrderAccessRules(IOptions<AccessOptions> options)
{
    private readonly bool anonymousOrders = options.Value.AnonymousOrders;

    /// <summary>What who makes this call may see and change.</summary>
    /// <exception cref="RpcException">UNAUTHENTICATED: there is no token, and this server takes no such calls.</exception>
    public OrderAccess Of(ServerCallContext context)
    {
        var caller = Caller.Of(context);
        if (caller.CustomerId is { } customer && CustomerIds.IsReserved(customer))
            throw GrpcErrors.InvalidArgument(Caller.GuestHeader, "is not a UUID of a guest");
        if (caller.IsOperator || (caller.IsService && caller.CustomerId is null))
            return OrderAccess.Everything with { CustomerId = caller.CustomerId };
        return caller.CustomerId is not null || anonymousOrders ? new(All: false, caller.CustomerId, anonymousOrders) : throw OrderErrors.NotSignedIn();
    }
}
