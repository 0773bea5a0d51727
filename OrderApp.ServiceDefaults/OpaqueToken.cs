using System.Buffers.Text;
using System.Security.Cryptography;

namespace OrderApp.ServiceDefaults;

/// <summary>
/// A token that callers hand back as they got it: content of ours, and a checksum over it and over what it belongs to, so that a token that was
/// changed, or is used elsewhere, is noticed. It keeps nothing secret and lets nobody in: a checksum needs no key.
/// </summary>
public static class OpaqueToken
{
    /// <summary>Writes a token.</summary>
    /// <param name="content">What the token holds.</param>
    /// <param name="belongsTo">What the token may be used with, for one a list and its filter. It is not in the token.</param>
    /// <param name="checksumBytes">The checksum's length, at most 32.</param>
    public static string Write(ReadOnlySpan<byte> content, ReadOnlySpan<byte> belongsTo, int checksumBytes = 8)
    {
        Span<byte> token = stackalloc byte[content.Length + checksumBytes];
        content.CopyTo(token);
        Checksum(content, belongsTo)[..checksumBytes].CopyTo(token[content.Length..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The token's content; null when it is not one that was written for this.</summary>
    /// <param name="token">What a caller sent.</param>
    /// <param name="belongsTo">As it was written with.</param>
    /// <param name="checksumBytes">As it was written with.</param>
    public static byte[]? Read(string token, ReadOnlySpan<byte> belongsTo, int checksumBytes = 8)
    {
        if (!Base64Url.IsValid(token))
            return null;
        var bytes = Base64Url.DecodeFromChars(token);
        // The last character may hold bits that mean nothing, and the decoder skips blanks: one content, one text.
        if (bytes.Length < checksumBytes || !token.AsSpan().SequenceEqual(Base64Url.EncodeToString(bytes)))
            return null;
        var content = bytes.AsSpan(0, bytes.Length - checksumBytes);
        return bytes.AsSpan(content.Length).SequenceEqual(Checksum(content, belongsTo)[..checksumBytes]) ? content.ToArray() : null;
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> content, ReadOnlySpan<byte> belongsTo) =>
        SHA256.HashData([.. content, .. belongsTo]);
}
