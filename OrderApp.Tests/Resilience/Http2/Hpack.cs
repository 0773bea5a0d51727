using System.Text;

namespace OrderApp.Tests.Resilience.Http2;

/// <summary>Writes header blocks of literal fields that no table remembers (RFC 7541, section 6.2.2): every block stands for itself.</summary>
internal static class Hpack
{
    private const int MethodPost = 3, SchemeHttp = 6, Path = 4, Authority = 1, ContentType = 31;

    /// <summary>The request headers of a gRPC call.</summary>
    public static byte[] GrpcRequest(string authority, string path)
    {
        var block = new List<byte> { 0x80 | MethodPost, 0x80 | SchemeHttp };
        WriteField(block, Path, path);
        WriteField(block, Authority, authority);
        WriteField(block, ContentType, "application/grpc");
        WriteField(block, "te", "trailers");
        return [.. block];
    }

    public static void WriteField(List<byte> block, int staticName, string value)
    {
        WriteInteger(block, staticName, prefixBits: 4, first: 0);
        WriteText(block, value);
    }

    public static void WriteField(List<byte> block, string name, string value)
    {
        block.Add(0);
        WriteText(block, name);
        WriteText(block, value);
    }

    /// <summary>An integer whose first bits share a byte with a flag (section 5.1).</summary>
    public static void WriteInteger(List<byte> block, int value, int prefixBits, byte first)
    {
        var most = (1 << prefixBits) - 1;
        if (value < most)
        {
            block.Add((byte)(first | value));
            return;
        }
        block.Add((byte)(first | most));
        for (value -= most; value >= 0x80; value >>= 7)
            block.Add((byte)(value | 0x80));
        block.Add((byte)value);
    }

    private static void WriteText(List<byte> block, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        WriteInteger(block, bytes.Length, prefixBits: 7, first: 0);
        block.AddRange(bytes);
    }
}
