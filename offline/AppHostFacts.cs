using System.Reflection;

namespace Aspire.Hosting;

/// <summary>What the build wrote into the AppHost's assembly (see Offline.targets).</summary>
internal sealed record AppHostFacts(string Directory, string OutputFolder, string? AspireCliPath, string? AspireCliHome)
{
    public static AppHostFacts Read(Assembly assembly)
    {
        var metadata = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToLookup(fact => fact.Key, fact => fact.Value);
        return new(
            metadata["AppHostDirectory"].Single()!,
            metadata["OutputFolder"].Single()!,
            metadata["AspireCliPath"].SingleOrDefault(path => path is { Length: > 0 }),
            metadata["AspireCliHome"].SingleOrDefault(path => path is { Length: > 0 }));
    }
}
