namespace OrderApp.Benchmarks.Load;

/// <summary>Processor time and resident memory of a process.</summary>
internal sealed record Usage(TimeSpan ProcessorTime, double ResidentMiB)
{
    /// <summary>Null when it has ended.</summary>
    public static Usage? Of(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return new(process.TotalProcessorTime, process.WorkingSet64 / 1048576.0);
        }
        catch (Exception ended) when (ended is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The process and, on Linux, those it started; PostgreSQL has one for each connection.</summary>
    public static IEnumerable<int> Family(int processId) =>
        !OperatingSystem.IsLinux() ? [processId]
        : Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id == processId || (id > 0 && ParentOf(id) == processId));

    // "pid (name) state ppid ...": the name may hold blanks and brackets.
    private static int? ParentOf(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }
}

/// <summary>How busy the generator, the services and the database are while a load is measured.</summary>
internal sealed record MeterSet(IReadOnlyList<int> Services, int? DatabaseProcess)
{
    private double? generatorCores, serviceCores, databaseCores, serviceMiB;

    /// <summary>Also measured in the window.</summary>
    public CostMeter? Costs { get; init; }

    /// <summary>The cores that each kept busy, on average over the window, and the memory at its end.</summary>
    public Measurement AddTo(Measurement run) => run with { GeneratorCores = generatorCores, ServiceCores = serviceCores, DatabaseCores = databaseCores, ServiceMiB = serviceMiB };

    public async Task MeasureAsync(TimeSpan after, TimeSpan duration, CancellationToken cancellationToken)
    {
        await Task.Delay(after, cancellationToken);
        await (Costs?.BeginAsync(cancellationToken) ?? Task.CompletedTask);
        var start = Stopwatch.GetTimestamp();
        var (generatorTimes, serviceTimes, databaseTimes) = (TimesOf([Environment.ProcessId]), TimesOf(Services), TimesOf(Database));
        await Task.Delay(duration, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        await (Costs?.EndAsync(cancellationToken) ?? Task.CompletedTask);
        generatorCores = Since(generatorTimes, [Environment.ProcessId]) / elapsed;
        databaseCores = DatabaseProcess is null ? null : Since(databaseTimes, Database) / elapsed;
        if (Services.Count == 0)
            return;
        serviceCores = Since(serviceTimes, Services) / elapsed;
        serviceMiB = Services.Sum(service => Usage.Of(service)?.ResidentMiB ?? 0);
    }

    private IEnumerable<int> Database => DatabaseProcess is { } id ? Usage.Family(id) : [];

    private static Dictionary<int, TimeSpan> TimesOf(IEnumerable<int> processes) =>
        processes.ToDictionary(process => process, process => Usage.Of(process)?.ProcessorTime ?? TimeSpan.Zero);

    // One that has ended meanwhile took its figure with it.
    private static TimeSpan Since(Dictionary<int, TimeSpan> earlier, IEnumerable<int> processes) => TimesOf(processes)
        .Where(now => now.Value > TimeSpan.Zero)
        .Aggregate(TimeSpan.Zero, (sum, now) => sum + now.Value - earlier.GetValueOrDefault(now.Key));
}
