using System.IO.Compression;
using System.Text;

namespace OrderApp.Eng.Offline;

/// <summary>
/// Reads the files packed into a single-file .NET program. The layout is the .NET host's: the manifest's offset stands
/// just before a 32-byte signature; the manifest lists offset, size and path of each file.
/// </summary>
internal sealed class SingleFileBundle : IDisposable
{
    private const int OffsetsOfConfigFiles = 4 * sizeof(long) + sizeof(long);

    private readonly FileStream program;
    private readonly Dictionary<string, Entry> entries = new(StringComparer.OrdinalIgnoreCase);

    private SingleFileBundle(FileStream program) => this.program = program;

    public static SingleFileBundle Open(string path)
    {
        var bundle = new SingleFileBundle(File.OpenRead(path));
        try
        {
            bundle.ReadManifest(path);
            return bundle;
        }
        catch
        {
            bundle.Dispose();
            throw;
        }
    }

    public bool Contains(string file) => entries.ContainsKey(file);

    public byte[] Read(string file)
    {
        var entry = entries[file];
        program.Position = entry.Offset;
        var content = new byte[entry.Size];
        if (entry.CompressedSize == 0)
        {
            program.ReadExactly(content);
            return content;
        }

        using var inflated = new DeflateStream(program, CompressionMode.Decompress, leaveOpen: true);
        inflated.ReadExactly(content);
        return content;
    }

    public void Dispose() => program.Dispose();

    private void ReadManifest(string path)
    {
        program.Position = BundleSignature.FindManifest(program)
            ?? throw new PrepareException($"{path} is not a single-file .NET program.");
        using var reader = new BinaryReader(program, Encoding.UTF8, leaveOpen: true);
        var version = reader.ReadUInt32();
        if (version is not (2 or 6))
            throw new PrepareException($"{path} has a bundle manifest of version {version}; this tool reads 2 and 6.");
        reader.ReadUInt32();
        var count = reader.ReadInt32();
        reader.ReadString();
        program.Seek(OffsetsOfConfigFiles, SeekOrigin.Current);

        for (var i = 0; i < count; i++)
        {
            var entry = new Entry(reader.ReadInt64(), reader.ReadInt64(), version >= 6 ? reader.ReadInt64() : 0);
            reader.ReadByte();
            entries[reader.ReadString()] = entry;
        }
    }

    private readonly record struct Entry(long Offset, long Size, long CompressedSize);
}
