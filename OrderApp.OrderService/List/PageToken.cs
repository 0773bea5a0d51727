using System.Text;
using OrderApp.Orders.Common;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.List;

/// <summary>Where a page ended: the last order's id. It belongs to the list's filter and to its caller's view.</summary>
internal static class PageToken
{
    public static string Write(Guid last, ListFilter filter, OrderAccess access) =>
        OpaqueToken.Write(last.ToByteArray(bigEndian: true), Scope(filter, access));

    public static Guid? Read(string token, ListFilter filter, OrderAccess access)
    {
        if (token.Length == 0)
            return null;
        return OpaqueToken.Read(token, Scope(filter, access)) is { Length: 16 } id
            ? new Guid(id, bigEndian: true)
            : throw GrpcErrors.InvalidArgument("page_token", "is not one that a list with the same filters gave you");
    }

    // A query holds no control characters, so what follows one is no query. Lists without the later filters have the tokens that they always had.
    private static byte[] Scope(ListFilter filter, OrderAccess access) => access.ScopeOf(Encoding.UTF8.GetBytes(
        $"orders/{filter.Completed}/{filter.Query}{(filter.CustomerId is { } customer ? $"\n{customer}" : "")}{Later(filter)}"));

    private static string Later(ListFilter filter) => filter is { States.Count: 0, From: null, To: null }
        ? ""
        : $"\nstates {string.Join(',', filter.States)} from {filter.From?.Ticks} to {filter.To?.Ticks}";
}
