using System.Runtime.InteropServices;

namespace OrderApp.Benchmarks.Reporting;

/// <summary>The machine that was measured.</summary>
internal sealed record MachineFacts(int Cores, double MemoryGiB, string Processor, string System, string Kernel, string Runtime, string? Database, string? H2Load)
{
    public static async Task<MachineFacts> ReadAsync(string? database, Tool? h2load, CancellationToken cancellationToken) => new(
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1073741824.0, 1),
        Field("/proc/cpuinfo", "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString(),
        (Field("/etc/os-release", "PRETTY_NAME", '=') ?? RuntimeInformation.OSDescription).Trim('"'),
        Environment.OSVersion.Version.ToString(),
        RuntimeInformation.FrameworkDescription,
        database,
        h2load is null ? null : (await h2load.RunAsync(["--version"], cancellationToken)).Output.Trim());

    public override string ToString() => string.Join(", ", new[]
    {
        string.Create(CultureInfo.InvariantCulture, $"{Cores} cores ({Processor}), {MemoryGiB:0.#} GiB of memory"), $"{System}, kernel {Kernel}", Runtime, Database, H2Load,
    }.Where(fact => fact is not null));

    private static string? Field(string file, string name, char separator) =>
        !File.Exists(file) ? null
        : File.ReadLines(file)
            .Select(line => line.Split(separator, 2))
            .FirstOrDefault(parts => parts.Length is 2 && parts[0].Trim() == name)?[1].Trim();
}
