using System.Buffers.Text;

namespace OrderApp.Tests.Resilience.Http2;

/// <summary>
/// Finds grpc-status in a header block. Our settings leave the server no dynamic table, so that every field stands in the block itself;
/// text in Huffman code, which Kestrel never sends, is passed over.
/// </summary>
internal ref struct Trailers(ReadOnlySpan<byte> block)
{
    private ReadOnlySpan<byte> rest = block;

    /// <summary>The status, or null when the block tells none that can be read.</summary>
    public static int? FindGrpcStatus(ReadOnlySpan<byte> block) => new Trailers(block).Find();

    private int? Find()
    {
        while (rest.Length > 0)
        {
            var first = rest[0];
            if ((first & 0x80) != 0) // a field of the static table
            {
                ReadInteger(7);
                continue;
            }
            if ((first & 0xE0) == 0x20) // a change of the table's size
            {
                ReadInteger(5);
                continue;
            }
            var knownName = ReadInteger((first & 0x40) != 0 ? 6 : 4);
            var name = knownName == 0 ? ReadText() : default;
            var value = ReadText();
            if (name.SequenceEqual("grpc-status"u8) && Utf8Parser.TryParse(value, out int status, out _))
                return status;
        }
        return null;
    }

    private int ReadInteger(int prefixBits)
    {
        var most = (1 << prefixBits) - 1;
        var value = Take() & most;
        if (value < most)
            return value;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take();
            value += (next & 0x7F) << shift;
            if ((next & 0x80) == 0 || shift > 21)
                return value;
        }
    }

    private ReadOnlySpan<byte> ReadText()
    {
        var isHuffman = rest.Length > 0 && (rest[0] & 0x80) != 0;
        var length = ReadInteger(7);
        if (length > rest.Length)
            throw new Http2Exception("a header block ends within a field");
        var text = rest[..length];
        rest = rest[length..];
        return isHuffman ? default : text;
    }

    private int Take()
    {
        if (rest.Length == 0)
            throw new Http2Exception("a header block ends within a field");
        var first = rest[0];
        rest = rest[1..];
        return first;
    }
}
