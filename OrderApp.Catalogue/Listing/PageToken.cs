using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Books.Listing;

/// <summary>
/// Where the next page begins, as opaque text. A checksum over the position and over what the list was filtered and
/// sorted by refuses a token that was changed or belongs to another list.
/// </summary>
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
        writer.Write(Checksum(bytes.ToArray(), filter));
        return Base64Url.EncodeToString(bytes.ToArray());
    }

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the token is not one of ours, or of another list.</exception>
    public static BookPosition Read(string token, BookFilter filter)
    {
        if (!Base64Url.IsValid(token))
            throw Refused();

        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= ChecksumBytes
            || !Checksum(bytes[..^ChecksumBytes], filter).AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - ChecksumBytes)))
            throw Refused();

        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var (number, id) = (reader.ReadInt32(), reader.ReadInt32());
        return new(number, reader.ReadString(), id);
    }

    private static byte[] Checksum(byte[] position, BookFilter filter)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(position);
        hash.AppendData(Encoding.UTF8.GetBytes($"books/1\n{filter.Sort}\n{filter.Category}\n{filter.Query}"));
        return hash.GetHashAndReset()[..ChecksumBytes];
    }

    private static Grpc.Core.RpcException Refused() =>
        GrpcErrors.InvalidArgument("page_token", "is not one this list gave out");
}
