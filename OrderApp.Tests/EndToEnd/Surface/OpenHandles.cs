using System.Globalization;
using System.Net;

namespace OrderApp.Tests.EndToEnd.Surface;

/// <summary>What a process has open, as Linux tells it.</summary>
internal static class OpenHandles
{
    private const string Listening = "0A";
    private const int WriteModes = 3; // O_WRONLY or O_RDWR

    /// <summary>These processes and those that they have started, as a database does for each of its tasks.</summary>
    public static IReadOnlyList<int> WithChildren(IEnumerable<int> processes) =>
    [
        .. processes.SelectMany(process => File.ReadAllText($"/proc/{process}/task/{process}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture)).Append(process)).Distinct(),
    ];

    /// <summary>The addresses at which these processes wait for connections.</summary>
    public static IReadOnlyList<IPEndPoint> ListenersOf(IEnumerable<int> processes)
    {
        var sockets = processes.SelectMany(Links).Select(link => link.Target).Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target["socket:[".Length..^1]).ToHashSet();
        return
        [
            .. new[] { "/proc/net/tcp", "/proc/net/tcp6" }.SelectMany(table => File.ReadLines(table).Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[3] == Listening && sockets.Contains(fields[9]))
                .Select(fields => EndPointOf(fields[1])),
        ];
    }

    /// <summary>The files on disk that a process may write to now.</summary>
    public static IReadOnlyList<string> WritableFilesOf(int process) =>
    [
        .. Links(process)
            .Where(link => link.Target.StartsWith('/') && File.Exists(link.Target) && !link.Target.StartsWith("/dev/", StringComparison.Ordinal) && !link.Target.StartsWith("/proc/", StringComparison.Ordinal))
            .Where(link => IsWritable(process, link.Number)).Select(link => link.Target),
    ];

    private static IEnumerable<(string Number, string Target)> Links(int process)
    {
        foreach (var link in Directory.GetFileSystemEntries($"/proc/{process}/fd"))
        {
            if (new FileInfo(link).LinkTarget is { } target)
                yield return (Path.GetFileName(link), target);
        }
    }

    private static bool IsWritable(int process, string number)
    {
        try
        {
            var flags = File.ReadLines($"/proc/{process}/fdinfo/{number}").First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & WriteModes) is not 0;
        }
        catch (IOException)
        {
            return false; // closed meanwhile
        }
    }

    // Hexadecimal words in the machine's own byte order, a colon, the port.
    private static IPEndPoint EndPointOf(string text)
    {
        var parts = text.Split(':');
        var bytes = Convert.FromHexString(parts[0]);
        for (var word = 0; word < bytes.Length; word += 4)
            bytes.AsSpan(word, 4).Reverse();
        return new(new IPAddress(bytes), int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
