using System.Text;
using OrderApp.ServiceDefaults;

namespace OrderApp.Payments.Reading;

/// <summary>Where a page ended: the last transaction's id. It belongs to the list's filter and to whom the list was for.</summary>
internal static class PageToken
{
    public static byte[] Scope(Guid? order, Guid? customer, Guid? viewer) => Encoding.UTF8.GetBytes($"transactions/{order}/{customer}/{viewer}");

    public static string Write(Guid last, byte[] scope) => OpaqueToken.Write(last.ToByteArray(bigEndian: true), scope);

    public static Guid? Read(string token, byte[] scope)
    {
        if (token.Length == 0)
            return null;
        return OpaqueToken.Read(token, scope) is { Length: 16 } id
            ? new Guid(id, bigEndian: true)
            : throw GrpcErrors.InvalidArgument("page_token", "is not one that a list with the same order_uuid and customer_id gave this caller");
    }
}
