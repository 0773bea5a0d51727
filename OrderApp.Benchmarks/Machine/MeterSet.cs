using System.Diagnostics;

namespace OrderApp.Benchmarks.Machine;

/// <summary>How busy the generator, the services and the database are while a load is measured.</summary>
internal sealed class MeterSet(IReadOnlyList<int> services, int? database)
{
    private readonly List<ProcessClock> services = [.. services.Select(id => new ProcessClock(id))];
    private readonly ProcessClock? database = database is { } id ? new(id) : null;

    /// <summary>Cores kept busy, on average over the window.</summary>
    public double GeneratorCores { get; private set; }

    public double? ServiceCores { get; private set; }

    public double? DatabaseCores { get; private set; }

    /// <summary>The services' resident memory at the window's end, in MiB.</summary>
    public double? ServiceMiB { get; private set; }

    public async Task MeasureAsync(TimeSpan after, TimeSpan duration, CancellationToken cancellationToken)
    {
        await Task.Delay(after, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        using var self = Process.GetCurrentProcess();
        var generatorTime = self.TotalProcessorTime;
        var serviceTimes = services.ConvertAll(service => service.Read());
        var databaseTimes = database?.Read();
        await Task.Delay(duration, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);

        self.Refresh();
        GeneratorCores = (self.TotalProcessorTime - generatorTime) / elapsed;
        ServiceCores = services.Count > 0 ? services.Zip(serviceTimes).Sum(service => service.First.Since(service.Second) / elapsed) : null;
        DatabaseCores = databaseTimes is null ? null : database!.Since(databaseTimes) / elapsed;
        ServiceMiB = services.Count > 0 ? services.Sum(service => service.ResidentMiB()) : null;
    }
}
