using System.Text;

namespace OrderApp.Tests.EndToEnd.WholeApp;

/// <summary>Finds the processes that a test has started, and those that they have started, by a mark in their environment (Linux).</summary>
internal static class MarkedProcesses
{
    public const string Variable = "ORDERAPP_TEST_RUN";

    public static string NewMark() => Guid.NewGuid().ToString("N");

    public static IReadOnlyList<int> Find(string mark) =>
        [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Select(name => int.TryParse(name, out var id) ? id : 0).Where(id => id > 0 && IsMarked(id, mark))];

    public static bool IsAlive(int id) => Directory.Exists($"/proc/{id}");

    private static bool IsMarked(int id, string mark)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/environ")).Split('\0').Contains($"{Variable}={mark}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
