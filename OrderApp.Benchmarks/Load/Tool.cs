using System.ComponentModel;

namespace OrderApp.Benchmarks.Load;

/// <summary>A program of this machine that is run to its end.</summary>
internal sealed record Tool(string Program)
{
    /// <summary>The program, when it is there and answers <c>--version</c>.</summary>
    public static async Task<Tool?> FindAsync(string program, CancellationToken cancellationToken)
    {
        try
        {
            var tool = new Tool(program);
            return (await tool.RunAsync(["--version"], cancellationToken)).ExitCode is 0 ? tool : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Runs it; both streams together are the output. It is ended when the wait is.</summary>
    public async Task<(int ExitCode, string Output, TimeSpan ProcessorTime)> RunAsync(
        IEnumerable<string> arguments, CancellationToken cancellationToken, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            // A process that has ended no longer tells what it cost, so it is asked while it runs.
            var spent = TimeSpan.Zero;
            var end = process.WaitForExitAsync(cancellationToken);
            while (await Task.WhenAny(end, Task.Delay(100, cancellationToken)) != end)
                spent = Usage.Of(process.Id)?.ProcessorTime ?? spent;
            await end;
            return (process.ExitCode, await output + await errors, spent);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
