using System.Security.Cryptography;
using System.Text;
using OrderApp.Eng.Machine;

namespace OrderApp.Eng.Restore;

/// <summary>Remembers, beside the clone, which road the last restore took and from what, so that a rerun has nothing to do.</summary>
internal sealed class RestoreStamp(Repository repository)
{
    public Road? LastRoad => Read() is [var road, ..] && Enum.TryParse<Road>(road, out var last) ? last : null;

    public bool IsFresh(Road road) => Read() is [var last, var inputs] && last == road.ToString() && inputs == Inputs() && Projects().All(IsRestored);

    public void Write(Road road) => repository.WriteArtifact(repository.RestoreStamp, $"{road} {Inputs()}");

    public void Clear() => Repository.DeleteArtifact(repository.RestoreStamp);

    private string[] Read() => File.Exists(repository.RestoreStamp) ? File.ReadAllText(repository.RestoreStamp).Split(' ') : [];

    /// <summary>A hash of every file a restore reads, and of the folder the clone is in (restored paths are absolute).</summary>
    private string Inputs()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(repository.Root));
        string[] shared = [repository.Solution, repository.OfflineProps, .. Files("*.props"), .. Files("*.targets"), .. Files("global.json"), .. Files("nuget.config")];
        foreach (var file in shared.Concat(Projects()).Where(File.Exists).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private string[] Projects() =>
        [.. Files("*.csproj"), .. Directory.EnumerateDirectories(repository.Root)
            .Where(folder => Path.GetFileName(folder) is not ("artifacts" or "eng" or ".git"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }))];

    private string[] Files(string pattern) =>
        Directory.GetFiles(repository.Root, pattern, new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive });

    private static bool IsRestored(string project) => File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "obj", "project.assets.json"));
}
