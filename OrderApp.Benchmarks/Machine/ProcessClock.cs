using System.Diagnostics;
using System.Globalization;

namespace OrderApp.Benchmarks.Machine;

/// <summary>Processor time and memory of a process, with those it started.</summary>
internal sealed record ProcessClock(int ProcessId)
{
    /// <summary>What each of them has spent so far.</summary>
    public IReadOnlyDictionary<int, TimeSpan> Read()
    {
        var times = new Dictionary<int, TimeSpan>();
        foreach (var process in Family())
        {
            using (process)
                times[process.Id] = Ask(process, one => one.TotalProcessorTime, TimeSpan.Zero);
        }
        return times;
    }

    /// <summary>What all of them have spent since an earlier reading; one that has ended meanwhile took its figure with it.</summary>
    public TimeSpan Since(IReadOnlyDictionary<int, TimeSpan> earlier) =>
        Read().Aggregate(TimeSpan.Zero, (sum, now) => sum + now.Value - earlier.GetValueOrDefault(now.Key));

    /// <summary>Resident memory of the process alone, in MiB.</summary>
    public double ResidentMiB()
    {
        using var process = Process.GetProcessById(ProcessId);
        return process.WorkingSet64 / 1048576.0;
    }

    private IEnumerable<Process> Family()
    {
        if (!OperatingSystem.IsLinux())
            return [Process.GetProcessById(ProcessId)];
        return Process.GetProcesses().Where(process => process.Id == ProcessId || ParentOf(process.Id) == ProcessId);
    }

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

    private static TValue Ask<TValue>(Process process, Func<Process, TValue> what, TValue ended)
    {
        try
        {
            return what(process);
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return ended;
        }
    }
}
