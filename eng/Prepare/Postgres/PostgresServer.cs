using OrderApp.Eng.Machine;
using OrderApp.Eng.Restore;

namespace OrderApp.Eng.Postgres;

/// <summary>Sees to it that the shop finds a PostgreSQL: a container engine, this machine's own server, or the npm one.</summary>
internal sealed class PostgresServer(Repository repository, UserCache cache)
{
    public async Task EnsureAsync(Road road, CancellationToken stop)
    {
        // Nothing on the offline road starts containers, so an engine is no help there.
        // A path noted earlier stays: data made by the npm server can be read by its own version only.
        if (InstalledPostgres.Find() is not null || (road == Road.Official && await ContainerEngine.AnswersAsync(stop)))
            return;

        var embedded = new EmbeddedPostgres(Reachable(cache));
        await embedded.EnsureAsync(stop);
        repository.WriteArtifact(repository.PostgresPath, embedded.Binaries + "\n");
    }

    /// <summary>Root starts PostgreSQL as another user, who cannot look into root's home; then the machine-wide cache serves.</summary>
    private static UserCache Reachable(UserCache cache)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return cache;
        Directory.CreateDirectory(cache.Folder);
        for (var folder = new DirectoryInfo(cache.Folder); folder is not null; folder = folder.Parent)
        {
            if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return new UserCache("/var/cache/orderapp");
        }

        return cache;
    }
}
