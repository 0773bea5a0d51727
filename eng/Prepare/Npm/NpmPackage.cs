using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using OrderApp.Eng.Machine;

namespace OrderApp.Eng.Npm;

/// <summary>One package of the npm registry, downloaded by npm itself (so its proxy and registry settings hold) and unpacked here.</summary>
internal sealed record NpmPackage(string Name, string Version)
{
    /// <summary>Unpacks the package into <paramref name="folder"/>/package; no install script is run.</summary>
    public async Task UnpackAsync(string folder, CancellationToken stop)
    {
        Console.WriteLine($"Downloading {Name} {Version} from the npm registry ...");
        var downloads = Directory.CreateDirectory(Path.Combine(folder, "download")).FullName;
        var tarball = await DownloadAsync(downloads, stop);

        await using (var packed = File.OpenRead(tarball))
        await using (var tar = new GZipStream(packed, CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(tar, folder, overwriteFiles: true, stop);
        Directory.Delete(downloads, recursive: true);
    }

    private async Task<string> DownloadAsync(string downloads, CancellationToken stop)
    {
        // npm's own cache would keep a second copy of a package that is never asked for again.
        var pack = new Command(
            "npm", "pack", $"{Name}@{Version}", "--json", "--silent", "--ignore-scripts",
            "--pack-destination", downloads, "--cache", Path.Combine(downloads, "npm"))
        {
            WorkingDirectory = downloads,
        };
        var result = await pack.TryRunAsync(stop)
            ?? throw new PrepareException($"npm was not found on PATH; it is needed to download {Name}. Install Node.js (it brings npm) and run this again.");
        if (result.ExitCode != 0)
            throw new PrepareException(NpmFailure.Explain(this, result.Output + result.Errors));

        var packed = JsonDocument.Parse(result.Output).RootElement[0];
        var tarball = Path.Combine(downloads, packed.GetProperty("filename").GetString()!.Replace("@", "").Replace('/', '-'));
        await VerifyAsync(tarball, packed.GetProperty("integrity").GetString()!, stop);
        return tarball;
    }

    private async Task VerifyAsync(string tarball, string integrity, CancellationToken stop)
    {
        await using var stream = File.OpenRead(tarball);
        var actual = "sha512-" + Convert.ToBase64String(await SHA512.HashDataAsync(stream, stop));
        if (actual != integrity)
            throw new PrepareException($"the download of {Name} {Version} is damaged ({actual} instead of {integrity}); run this again.");
    }
}
