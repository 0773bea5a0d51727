using System.Diagnostics;
using System.Globalization;
using OrderApp.LocalPostgres;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.WholeApp;

/// <summary>
/// The shop as `dotnet run --project OrderApp.AppHost` starts it, on free ports, in a terminal of its own. A test run in the background ignores
/// the signal of Ctrl+C, and what it starts would too; the exec leaves no shell between them, which would hide the shop's own exit code.
/// </summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan OpenPatience = TimeSpan.FromMinutes(3);
    private readonly Process terminal;
    private readonly string mark = MarkedProcesses.NewMark();
    private readonly List<string> output = [];

    private AppHostProcess(string dataFolder, string[] options)
    {
        string[] ports = [$"--Ports:Pages={Free()}", $"--Ports:FrontDoor={Free()}", $"--Ports:Dashboard={Free()}", $"--Postgres:DataDirectory={dataFolder}", "--Mail:DevServer=false"];
        var start = new ProcessStartInfo(
            "script", ["-qefc", $"exec env --default-signal=INT dotnet {string.Join(' ', [.. Arguments, .. ports, .. options])}", "/dev/null"])
        {
            WorkingDirectory = Clone.OfThisProgram().Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { [MarkedProcesses.Variable] = mark },
        };
        terminal = Process.Start(start)!;
    }

    /// <summary>What goes before the AppHost's own options.</summary>
    public static IReadOnlyList<string> Arguments { get; } = ["run", "--no-build", "-c", Configuration, "--project", "OrderApp.AppHost", "--"];

    /// <summary>How this test program was built, and so the shop.</summary>
    public static string Configuration =>
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    /// <summary>What it has printed until it was open.</summary>
    public IReadOnlyList<string> Output => output;

    public int ExitCode => terminal.ExitCode;

    /// <summary>Every process that the shop consists of.</summary>
    public IReadOnlyList<int> ProcessIds => MarkedProcesses.Find(mark);

    public static async Task<AppHostProcess> OpenAsync(string dataFolder, params string[] options)
    {
        var shop = new AppHostProcess(dataFolder, options);
        try
        {
            await shop.ReadUntilAsync("Ctrl+C closes it.").WaitAsync(OpenPatience);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>The line that holds this text; waits for it where it was not printed yet.</summary>
    public async Task<string> ReadLineAsync(string text)
    {
        if (output.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } printed)
            return printed;
        await ReadUntilAsync(text).WaitAsync(OpenPatience);
        return output[^1];
    }

    public async Task PressCtrlCAsync()
    {
        await terminal.StandardInput.WriteAsync('\x03');
        await terminal.StandardInput.FlushAsync();
    }

    /// <summary>Ends the AppHost at once (kill -9).</summary>
    public Task KillAsync() => Signals.SendAsync("KILL", ProcessIds.Where(IsAppHost));

    /// <summary>Waits until the terminal is closed.</summary>
    public async Task WaitForExitAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        _ = await terminal.StandardOutput.ReadToEndAsync(limit.Token);
        await terminal.WaitForExitAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (ProcessIds is { Count: > 0 } left)
            await Signals.SendAsync("KILL", left);
        terminal.Dispose();
    }

    private static string Free() => FreePort.Find().ToString(CultureInfo.InvariantCulture);

    private static bool IsAppHost(int id) =>
        File.Exists($"/proc/{id}/cmdline") && File.ReadAllText($"/proc/{id}/cmdline").Split('\0')[0].EndsWith("/OrderApp.AppHost", StringComparison.Ordinal);

    private async Task ReadUntilAsync(string text)
    {
        while (await terminal.StandardOutput.ReadLineAsync() is { } line)
        {
            output.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }
        Assert.Fail($"The shop ended before it said \"{text}\":\n{string.Join('\n', output.TakeLast(20))}");
    }
}
