using System.Diagnostics;

namespace OrderApp.Benchmarks.Machine;

/// <summary>How busy the generator, the service and the database are while a load is measured.</summary>
internal sealed class MeterSet(int? service, int? database)
{
    private readonly ProcessClock? service = service is { } id ? new(id) : null;
    private readonly ProcessClock? database = database is { } id ? new(id) : null;

    /// <summary>Cores kept busy, on average over the window.</summary>
    public double GeneratorCores { get; private set; }

    public double? ServiceCores { get; private set; }

    public double? DatabaseCores { get; private set; }

    /// <summary>The service's resident memory at the window's end, in MiB.</summary>
    public double? ServiceMiB { get; private set; }

    public async Task MeasureAsync(TimeSpan after, TimeSpan duration, CancellationToken cancellationToken)
    {
        await Task.Delay(after, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var (self, serviceTime, databaseTime) = Read();
        await Task.Delay(duration, cancellationToken);
        var (selfEnd, serviceEnd, databaseEnd) = Read();
        var elapsed = Stopwatch.GetElapsedTime(start);

        GeneratorCores = (selfEnd - self) / elapsed;
        ServiceCores = (serviceEnd - serviceTime) / elapsed;
        DatabaseCores = (databaseEnd - databaseTime) / elapsed;
        ServiceMiB = service?.ResidentMiB();
    }

    private (TimeSpan Self, TimeSpan? Service, TimeSpan? Database) Read()
    {
        using var self = Process.GetCurrentProcess();
        return (self.TotalProcessorTime, service?.ProcessorTime(), database?.ProcessorTime());
    }
}
