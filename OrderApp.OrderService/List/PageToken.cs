using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Orders.List;

/// <summary>
/// Where a page ended: the last order's id, and a checksum over it and the filter, so that a token that was changed, or is used with
/// other filters, is noticed.
/// </summary>
internal static class PageToken
{
    private const int IdLength = 16;
    private const int ChecksumLength = 8;

    public static string Write(Guid last, ListFilter filter)
    {
        Span<byte> token = stackalloc byte[IdLength + ChecksumLength];
        last.TryWriteBytes(token, bigEndian: true, out _);
        Checksum(token[..IdLength], filter).CopyTo(token[IdLength..]);
        return Base64Url.EncodeToString(token);
    }

    public static Guid? Read(string token, ListFilter filter)
    {
        if (token.Length == 0)
            return null;
        Span<byte> bytes = stackalloc byte[IdLength + ChecksumLength];
        if (token.Length != Base64Url.GetEncodedLength(bytes.Length) || Base64Url.DecodeFromChars(token, bytes, out _, out var length) != OperationStatus.Done || length != bytes.Length
            || !bytes[IdLength..].SequenceEqual(Checksum(bytes[..IdLength], filter)))
            throw GrpcErrors.InvalidArgument("page_token", "is not one that a list with the same completed and query gave");
        return new Guid(bytes[..IdLength], bigEndian: true);
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> id, ListFilter filter) =>
        SHA256.HashData([.. id, .. Encoding.UTF8.GetBytes($"orders/{filter.Completed}/{filter.Query}")]).AsSpan(0, ChecksumLength);
}
