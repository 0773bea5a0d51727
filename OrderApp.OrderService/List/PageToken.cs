using System.Text;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.List;

/// <summary>Where a page ended: the last order's id. It belongs to the list's filter.</summary>
internal static class PageToken
{
    public static string Write(Guid last, ListFilter filter) => OpaqueToken.Write(last.ToByteArray(bigEndian: true), Scope(filter));

    public static Guid? Read(string token, ListFilter filter)
    {
        if (token.Length == 0)
            return null;
        return OpaqueToken.Read(token, Scope(filter)) is { Length: 16 } id
            ? new Guid(id, bigEndian: true)
            : throw GrpcErrors.InvalidArgument("page_token", "is not one that a list with the same completed and query gave");
    }

    private static byte[] Scope(ListFilter filter) => Encoding.UTF8.GetBytes($"orders/{filter.Completed}/{filter.Query}");
}
