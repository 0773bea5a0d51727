using System.ComponentModel;
using System.Diagnostics;

namespace OrderApp.Eng.Machine;

internal sealed record CommandResult(int ExitCode, string Output, string Errors);

/// <summary>A program run to its end with its output kept, and killed with its children when this tool is interrupted.</summary>
internal sealed class Command(string program, params string[] arguments)
{
    private readonly Dictionary<string, string> environment = [];

    public string? WorkingDirectory { get; init; }

    public Command With(string variable, string value)
    {
        environment[variable] = value;
        return this;
    }

    /// <returns>Null when there is no such program.</returns>
    public async Task<CommandResult?> TryRunAsync(CancellationToken stop)
    {
        if (Programs.Find(program) is not { } path)
            return null;

        // Windows starts npm, a .cmd file, only through its command interpreter.
        var start = path.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase)
            ? new ProcessStartInfo("cmd.exe", ["/c", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = WorkingDirectory;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;

        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stop);
            var errors = process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return new CommandResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new PrepareException($"{program} cannot be started: {e.Message}");
        }
    }
}
