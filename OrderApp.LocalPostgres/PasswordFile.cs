using System.Security.Cryptography;

namespace OrderApp.LocalPostgres;

/// <summary>A generated password in a file that only its owner may read.</summary>
public sealed record PasswordFile(string Path)
{
    public bool Exists => File.Exists(Path);

    public string ReadOrCreate()
    {
        if (!Exists)
            Create();
        return File.ReadAllText(Path).Trim();
    }

    private void Create()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(Path, options);
        writer.Write(RandomNumberGenerator.GetHexString(32, lowercase: true));
    }
}
