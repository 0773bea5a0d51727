using System.Text;
using OrderApp.ServiceDefaults;

namespace OrderApp.Books.Listing;

/// <summary>Where the next page begins. It belongs to what the list was filtered and ordered by.</summary>
internal static class PageToken
{
    private const int ChecksumBytes = 12;

    public static string Write(BookPosition position, BookFilter filter)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(position.NumberKey);
        writer.Write(position.Id);
        writer.Write(position.TextKey);
        return OpaqueToken.Write(bytes.ToArray(), Scope(filter), ChecksumBytes);
    }

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the token is not one of ours, or of another list.</exception>
    public static BookPosition Read(string token, BookFilter filter)
    {
        if (OpaqueToken.Read(token, Scope(filter), ChecksumBytes) is not { Length: > 0 } content)
            throw GrpcErrors.InvalidArgument("page_token", "is not one this list gave out");
        using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
        var (number, id) = (reader.ReadInt32(), reader.ReadInt32());
        return new(number, reader.ReadString(), id);
    }

    // Without prices as it was before there were any, so that a walk goes on through an update of the shop.
    private static byte[] Scope(BookFilter filter) => Encoding.UTF8.GetBytes(
        $"books/1\n{filter.Sort}\n{filter.Category}{(filter.IncludesHidden ? "\nhidden" : "")}\n{filter.Query}"
        + (filter is { MinPrice: null, MaxPrice: null } ? "" : FormattableString.Invariant($"\n{filter.MinPrice}\n{filter.MaxPrice}")));
}
