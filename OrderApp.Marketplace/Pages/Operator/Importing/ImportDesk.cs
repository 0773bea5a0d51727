using System.Collections.Concurrent;

namespace OrderApp.Marketplace.Pages.Operator.Importing;

/// <summary>
/// The files that operators are importing: each lies in a temporary file until it is imported, thrown away, or left alone for an hour. They are this process's own:
/// a restart forgets them, and of several replicas only the one that took a file knows it.
/// </summary>
internal sealed class ImportDesk(TimeProvider time) : BackgroundService
{
    /// <summary>The largest file.</summary>
    public const long MostBytes = 32 * 1024 * 1024;

    private const int MostJobs = 16;
    private const int PreviewRows = 8;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "orderapp-imports");

    private readonly ConcurrentDictionary<Guid, ImportJob> jobs = new();

    /// <summary>Whether one more file may come.</summary>
    public bool HasRoom => jobs.Count < MostJobs;

    /// <summary>Takes a file in.</summary>
    /// <exception cref="InvalidDataException">It is no list.</exception>
    public async Task<ImportJob> TakeAsync(string owner, string fileName, Stream content, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid();
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, $"{id:N}.csv");
        try
        {
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
                await content.CopyToAsync(file, cancellationToken);
            var isUtf8 = await BookTable.IsUtf8Async(path, cancellationToken);
            using var table = new BookTable(path, isUtf8);
            var job = new ImportJob
            {
                Id = id, Owner = owner, FileName = fileName, Path = path, Length = Math.Max(1, new FileInfo(path).Length), IsUtf8 = isUtf8, Header = table.Header,
                Preview = [.. table.Rows().Take(PreviewRows).Select(row => row.Fields)], TouchTime = time.GetUtcNow(),
            };
            jobs[id] = job;
            return job;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>An operator's own import; null where there is none (any more).</summary>
    public ImportJob? Find(Guid id, string? owner)
    {
        if (!jobs.TryGetValue(id, out var job) || job.Owner != owner)
            return null;
        job.TouchTime = time.GetUtcNow();
        return job;
    }

    /// <summary>Forgets an import and its file.</summary>
    public void Remove(ImportJob job)
    {
        jobs.TryRemove(job.Id, out _);
        File.Delete(job.Path);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DeleteLeftBehind();
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                RemoveOld();
        }
        finally
        {
            foreach (var job in jobs.Values)
                File.Delete(job.Path);
        }
    }

    private void RemoveOld()
    {
        var oldest = time.GetUtcNow() - Kept;
        foreach (var job in jobs.Values.Where(job => job.TouchTime < oldest && job.Figures.State is not ImportState.Running))
            Remove(job);
    }

    // Of a process that was killed.
    private static void DeleteLeftBehind()
    {
        if (!Directory.Exists(Folder))
            return;
        foreach (var file in Directory.EnumerateFiles(Folder).Where(file => File.GetLastWriteTimeUtc(file) < DateTime.UtcNow.AddDays(-1)))
            File.Delete(file);
    }
}
