using System.Buffers.Binary;

namespace OrderApp.Eng.Offline;

internal static class BundleSignature
{
    private const int BlockSize = 1 << 20;

    /// <summary>The mark the .NET host looks for in itself.</summary>
    public static ReadOnlySpan<byte> Bytes =>
    [
        0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02, 0x14, 0xd7, 0xa0, 0x32,
        0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18, 0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae,
    ];

    /// <summary>The manifest's offset, found in the eight bytes before the signature; null when the program is no bundle.</summary>
    public static long? FindManifest(Stream program)
    {
        var overlap = sizeof(long) + Bytes.Length;
        var block = new byte[BlockSize + overlap];
        for (var (kept, read) = (0, 0); (read = program.ReadAtLeast(block.AsSpan(kept), 1, throwOnEndOfStream: false)) > 0;)
        {
            var filled = block.AsSpan(0, kept + read);
            var found = filled.IndexOf(Bytes);
            if (found >= sizeof(long) && BinaryPrimitives.ReadInt64LittleEndian(filled[(found - sizeof(long))..]) is > 0 and var offset)
                return offset;

            kept = Math.Min(overlap, filled.Length);
            filled[^kept..].CopyTo(block);
        }

        return null;
    }
}
