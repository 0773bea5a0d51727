using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using OrderApp.Eng.Machine;

namespace OrderApp.Eng.Offline;

/// <summary>A folder of .nupkg files made from the assemblies of a single-file program.</summary>
internal sealed class PackageFeed(UserCache cache, IReadOnlyList<RepackedPackage> packages, string origin)
{
    /// <summary>Names the feed after its content: another set of packages, or the same written otherwise, is another feed.</summary>
    private string Key { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(packages.Select(p => Nuspec.For(p, origin))))))[..12];

    public string Folder => cache[$"feed-{Key}"];

    /// <summary>Restored packages are kept apart per feed, and apart from the machine's own, since the repacked ones are not the originals.</summary>
    public string RestoredPackages => cache[$"packages-{Key}"];

    public bool IsReady => Directory.Exists(Folder);

    public Task EnsureAsync(string program) => cache.AddAsync($"feed-{Key}", draft =>
    {
        Console.WriteLine($"Writing {packages.Count} packages from {origin} ...");
        using var bundle = SingleFileBundle.Open(program);
        foreach (var package in packages)
            Write(package, bundle, draft);
        return Task.CompletedTask;
    });

    private void Write(RepackedPackage package, SingleFileBundle bundle, string folder)
    {
        using var nupkg = ZipFile.Open(Path.Combine(folder, $"{package.Id}.{package.Version}.nupkg"), ZipArchiveMode.Create);
        using (var nuspec = nupkg.CreateEntry(package.Id + ".nuspec").Open())
            Nuspec.For(package, origin).Save(nuspec);

        // "_._" is NuGet's name for "nothing to reference here, on purpose".
        using var file = nupkg.CreateEntry($"lib/{Nuspec.TargetFramework}/{(package.HasAssembly ? package.Assembly : "_._")}").Open();
        if (package.HasAssembly)
            file.Write(ReadAssembly(package, bundle, folder));
    }

    /// <summary>Refuses to sell an assembly under a version it does not have.</summary>
    private byte[] ReadAssembly(RepackedPackage package, SingleFileBundle bundle, string folder)
    {
        if (!bundle.Contains(package.Assembly))
            throw new PrepareException($"{origin} holds no {package.Assembly}.");

        var assembly = bundle.Read(package.Assembly);
        var probe = Path.Combine(folder, package.Assembly);
        File.WriteAllBytes(probe, assembly);
        var version = FileVersionInfo.GetVersionInfo(probe).ProductVersion?.Split('+')[0];
        File.Delete(probe);
        if (version != package.Version)
            throw new PrepareException(
                $"Directory.Packages.props asks for {package.Id} {package.Version}, but {origin} carries {version}; without a full NuGet feed only that one will do.");
        return assembly;
    }
}
