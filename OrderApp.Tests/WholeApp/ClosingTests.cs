using System.Diagnostics;
using System.Globalization;
using OrderApp.AppHost.LocalPostgres;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.WholeApp;

public sealed class ClosingTests
{
    private const int Services = 5;
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_closed_shop_leaves_no_process_behind()
    {
        var shop = await RunningShop.OpenAsync();
        IReadOnlyList<int> running;
        await using (shop)
        {
            running = shop.ProcessIds();
            Assert.True(running.Count > Services, $"only {running.Count} processes were found");
        }

        await Eventually.TrueAsync(() => Task.FromResult(!running.Any(MarkedProcesses.IsAlive)), "every process is gone", ClosingTime);
    }

    [Fact]
    public async Task Ctrl_C_in_a_terminal_ends_every_process_of_the_shop()
    {
        var data = new PostgresDataDirectory(Path.Combine(Path.GetTempPath(), $"orderapp-terminal-{Guid.NewGuid():N}"));
        var mark = MarkedProcesses.NewMark();
        using var terminal = StartInTerminal(mark, data);
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            await ReadUntilAsync(terminal.StandardOutput, "Ctrl+C closes it.", patience.Token);
            Assert.True(MarkedProcesses.Find(mark).Count > Services);

            // What the key sends.
            await terminal.StandardInput.WriteAsync('\x03');
            await terminal.StandardInput.FlushAsync(patience.Token);

            using var closing = new CancellationTokenSource(ClosingTime);
            _ = await terminal.StandardOutput.ReadToEndAsync(closing.Token);
            await terminal.WaitForExitAsync(closing.Token);
            Assert.Equal(0, terminal.ExitCode);
            await Eventually.TrueAsync(() => Task.FromResult(MarkedProcesses.Find(mark).Count is 0), "every process is gone", ClosingTime);
        }
        finally
        {
            foreach (var left in MarkedProcesses.Find(mark))
                KillIfThere(left);
            data.Delete();
        }
    }

    // As `./run` starts it; the program script gives it a terminal of its own. A test run in the background ignores the signal of Ctrl+C, and what it
    // starts would too. The exec leaves no shell between them: one would die of the signal and hide the shop's own exit code.
    private static Process StartInTerminal(string mark, PostgresDataDirectory data)
    {
        string[] options =
        [
            $"--Ports:Pages={Free()}", $"--Ports:FrontDoor={Free()}", $"--Ports:Dashboard={Free()}",
            $"--Postgres:DataDirectory={data.Root}", "--Postgres:Container=false",
        ];
        var start = new ProcessStartInfo(
            "script", ["-qefc", $"exec env --default-signal=INT dotnet run --no-build -c {Configuration} --project OrderApp.AppHost --launch-profile http -- {string.Join(' ', options)}", "/dev/null"])
        {
            WorkingDirectory = Clone.OfThisProgram().Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { [MarkedProcesses.Variable] = mark },
        };
        return Process.Start(start)!;
    }

    private static string Configuration =>
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static string Free() => FreePort.Find().ToString(CultureInfo.InvariantCulture);

    private static async Task ReadUntilAsync(StreamReader output, string text, CancellationToken cancellationToken)
    {
        var seen = new List<string>();
        while (await output.ReadLineAsync(cancellationToken) is { } line)
        {
            seen.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }
        Assert.Fail($"The shop ended before it said \"{text}\":\n{string.Join('\n', seen.TakeLast(20))}");
    }

    private static void KillIfThere(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
    }
}
