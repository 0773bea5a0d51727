using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Aspire.Hosting.Running;

/// <summary>
/// Starts programs in sessions of their own, so that the terminal's Ctrl+C reaches only the AppHost, which then stops
/// them in order; and sees to it that none of them outlives the AppHost, even when that one is killed.
/// </summary>
internal sealed partial class ChildProcesses : IDisposable
{
    // Its input ends when the AppHost is gone, however it went; "done" before that means that nothing is left to stop.
    private const string WatchdogScript = """
        trap '' INT TERM HUP
        while read -r line; do [ "$line" = done ] && exit; pids="$pids $line"; done
        for pid in $pids; do kill -TERM -"$pid" 2>/dev/null || kill -TERM "$pid" 2>/dev/null; done
        tries=0
        while [ $tries -lt 50 ] && kill -0 $pids 2>/dev/null; do sleep 0.2; tries=$((tries + 1)); done
        for pid in $pids; do kill -KILL -"$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null; done
        """;

    private const int SigTerm = 15;
    private static readonly bool HasSetsid = File.Exists("/usr/bin/setsid") || File.Exists("/bin/setsid");
    private readonly Lock starting = new();
    private Process? watchdog;

    public Process Start(string command, IEnumerable<string> arguments, string workingDirectory, IReadOnlyDictionary<string, string?> environment)
    {
        var start = HasSetsid
            ? new ProcessStartInfo("setsid", [command, .. arguments])
            : new ProcessStartInfo(command, arguments);
        start.WorkingDirectory = workingDirectory;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        lock (starting)
        {
            watchdog ??= StartWatchdog();
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            watchdog?.StandardInput.WriteLine(process.Id);
            return process;
        }
    }

    /// <summary>Asks a program to end and, when it takes longer than <paramref name="patience"/>, ends it.</summary>
    public static async Task StopAsync(Process process, TimeSpan patience)
    {
        if (process.HasExited)
            return;
        if (OperatingSystem.IsWindows() || Kill(HasSetsid ? -process.Id : process.Id, SigTerm) is not 0)
            process.Kill(entireProcessTree: true);
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    public void Dispose()
    {
        watchdog?.StandardInput.WriteLine("done");
        watchdog?.WaitForExit(TimeSpan.FromSeconds(2));
        watchdog?.Dispose();
    }

    private static Process? StartWatchdog()
    {
        if (OperatingSystem.IsWindows())
            return null;
        var start = HasSetsid
            ? new ProcessStartInfo("setsid", ["sh", "-c", WatchdogScript])
            : new ProcessStartInfo("sh", ["-c", WatchdogScript]);
        start.RedirectStandardInput = true;
        var process = Process.Start(start)!;
        process.StandardInput.AutoFlush = true;
        return process;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
