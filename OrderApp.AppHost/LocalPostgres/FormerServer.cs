using System.Diagnostics;
using System.Globalization;

namespace OrderApp.AppHost.LocalPostgres;

/// <summary>A PostgreSQL that still runs on a data folder, found by the lock file it keeps there.</summary>
internal sealed record FormerServer(int ProcessId, bool IsOrphan)
{
    /// <summary>Null when the lock file is stale: no such process, or one that has nothing to do with the folder.</summary>
    public static FormerServer? Read(string lockFile, string dataFolder)
    {
        var firstLine = File.ReadLines(lockFile).FirstOrDefault();
        if (!int.TryParse(firstLine, CultureInfo.InvariantCulture, out var processId))
            return null;
        // "ppid command line"; Windows has no ps, but there a crash takes the server with its console.
        if (OperatingSystem.IsWindows())
            return null;
        var start = new ProcessStartInfo("ps", ["-o", "ppid=,args=", "-p", firstLine!]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var ps = Process.Start(start)!;
        var line = ps.StandardOutput.ReadToEnd().Trim();
        ps.WaitForExit();
        return line.Contains(dataFolder, StringComparison.Ordinal) ? new(processId, line.StartsWith("1 ", StringComparison.Ordinal)) : null;
    }

    public async Task<bool> WaitForExitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            await process.WaitForExitAsync(cancellationToken).WaitAsync(patience, cancellationToken);
            return true;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
