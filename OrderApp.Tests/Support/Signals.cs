using System.Diagnostics;

namespace OrderApp.Tests.Support;

/// <summary>Sends signals to processes that a test has started.</summary>
internal static class Signals
{
    public static async Task SendAsync(string signal, params IEnumerable<int> processes)
    {
        using var kill = Process.Start("kill", [$"-{signal}", .. processes.Select(id => $"{id}")]);
        await kill.WaitForExitAsync();
    }
}
