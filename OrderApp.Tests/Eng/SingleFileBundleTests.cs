using System.IO.Compression;
using System.Text;
using OrderApp.Eng;
using OrderApp.Eng.Offline;

namespace OrderApp.Tests.Eng;

public sealed class SingleFileBundleTests : IDisposable
{
    private readonly string program = Path.GetTempFileName();

    [Theory]
    [InlineData(0)]
    [InlineData((1 << 20) - 20)]
    public void A_packed_file_is_read_back_wherever_the_signature_stands(int signatureAt)
    {
        WriteProgram(signatureAt, "A.dll", "plain text"u8.ToArray(), compressed: false);

        using var bundle = SingleFileBundle.Open(program);

        Assert.True(bundle.Contains("A.dll"));
        Assert.Equal("plain text"u8, bundle.Read("A.dll"));
    }

    [Fact]
    public void A_compressed_file_is_inflated()
    {
        WriteProgram(0, "A.dll", "text text text text"u8.ToArray(), compressed: true);

        using var bundle = SingleFileBundle.Open(program);

        Assert.Equal("text text text text"u8, bundle.Read("A.dll"));
    }

    [Fact]
    public void A_program_without_a_bundle_is_refused()
    {
        File.WriteAllText(program, "no bundle");

        Assert.Throws<PrepareException>(() => SingleFileBundle.Open(program));
    }

    public void Dispose() => File.Delete(program);

    private void WriteProgram(int signatureAt, string name, byte[] content, bool compressed)
    {
        var packed = compressed ? Deflate(content) : content;
        using var writer = new BinaryWriter(File.Create(program), Encoding.UTF8);
        writer.Write(new byte[signatureAt]);
        var contentAt = signatureAt + sizeof(long) + BundleSignature.Bytes.Length;
        writer.Write((long)contentAt + packed.Length);
        writer.Write(BundleSignature.Bytes);
        writer.Write(packed);

        writer.Write(6u);
        writer.Write(0u);
        writer.Write(1);
        writer.Write("bundle id");
        writer.Write(new byte[5 * sizeof(long)]);
        writer.Write((long)contentAt);
        writer.Write((long)content.Length);
        writer.Write(compressed ? (long)packed.Length : 0L);
        writer.Write((byte)1);
        writer.Write(name);
    }

    private static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(content);
        return packed.ToArray();
    }
}
