using OrderApp.Eng.Machine;
using OrderApp.Eng.Offline;

namespace OrderApp.Eng.Restore;

/// <summary>Restores the solution: from the NuGet feed alone where that works, else with the packages the Aspire CLI carries.</summary>
internal sealed class RoadChooser(Repository repository, UserCache cache)
{
    private readonly RestoreStamp stamp = new(repository);
    private readonly SolutionRestore solution = new(repository);

    /// <param name="forced">Null to find out; a road found once is kept until it is forced otherwise.</param>
    /// <param name="stop">Ends the work between or within its steps.</param>
    public async Task<Road> TakeAsync(Road? forced, CancellationToken stop)
    {
        if (forced == Road.Offline || (forced is null && stamp.LastRoad == Road.Offline))
            return await TakeOfflineAsync(stop);
        return stamp.IsFresh(Road.Official) ? Road.Official : await TryOfficialAsync(forced, stop);
    }

    private async Task<Road> TryOfficialAsync(Road? forced, CancellationToken stop)
    {
        stamp.Clear();
        Repository.DeleteArtifact(repository.OfflineProps);
        Console.WriteLine("Restoring packages from the NuGet feed ...");
        var result = await solution.RunAsync(stop);
        if (result.Succeeded)
        {
            stamp.Write(Road.Official);
            return Road.Official;
        }

        if (forced == Road.Official || !result.OnlyLacksPackages)
            throw new PrepareException(Explain(result));
        Console.WriteLine($"The NuGet feed lacks {result.Missing.Count} packages; the Aspire CLI's npm package stands in for them.");
        return await TakeOfflineAsync(stop);
    }

    private async Task<Road> TakeOfflineAsync(CancellationToken stop)
    {
        var cli = new AspireCli(cache);
        var packages = RepackedPackages.From(CentralVersions.Load(repository.CentralVersions));
        var feed = new PackageFeed(cache, packages, $"the Aspire CLI {AspireCli.Version}");
        if (stamp.IsFresh(Road.Offline) && cli.IsReady && feed.IsReady && Directory.Exists(feed.RestoredPackages))
            return Road.Offline;

        stamp.Clear();
        using (await cache.LockAsync(stop))
        {
            await cli.EnsureAsync(stop);
            await feed.EnsureAsync(cli.ManagedProgram);
        }

        repository.WriteArtifact(repository.OfflineProps, OfflineProps.For(feed, cli));
        Console.WriteLine("Restoring packages ...");
        var result = await solution.RunAsync(stop);
        if (!result.Succeeded)
            throw new PrepareException(Explain(result));
        stamp.Write(Road.Offline);
        return Road.Offline;
    }

    private static string Explain(RestoreResult result) =>
        result.FeedUnreachable ? "the NuGet feed cannot be reached; check the network and NuGet's configuration."
        : result.Fault is { } fault ? $"the projects cannot be restored: {fault}"
        : result.Missing.Count > 0 ? $"the NuGet feed lacks these packages:\n  {string.Join("\n  ", result.Missing)}"
        : $"the projects cannot be restored: {result.LastLine}";
}
