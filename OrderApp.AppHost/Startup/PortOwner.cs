using System.Globalization;

namespace OrderApp.AppHost.Startup;

/// <summary>Which process listens on a port, where the system tells it without privileges (Linux).</summary>
internal static class PortOwner
{
    private const string Listening = "0A";
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>" by NAME (process ID)", or nothing when it cannot be told.</summary>
    public static string Describe(int port)
    {
        try
        {
            if (!OperatingSystem.IsLinux() || FindSocket(port) is not { } socket)
                return "";
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
            {
                if (Holds(process, socket))
                    return $" by {File.ReadAllText(Path.Combine(process, "comm")).Trim()} (process {Path.GetFileName(process)})";
            }
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
        }
        return "";
    }

    private static string? FindSocket(int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return Tables
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[1].EndsWith(suffix, StringComparison.Ordinal) && fields[3] == Listening)
            .Select(fields => $"socket:[{fields[9]}]")
            .FirstOrDefault();
    }

    private static bool Holds(string process, string socket)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget == socket);
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
