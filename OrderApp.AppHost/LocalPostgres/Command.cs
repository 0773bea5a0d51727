using System.Diagnostics;

namespace OrderApp.AppHost.LocalPostgres;

/// <summary>A command line, started as a user that PostgreSQL accepts.</summary>
internal sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    public static Command AsPostgresUser(string program, params IEnumerable<string> arguments) =>
        UnprivilegedUser.ForThisProcess() is { } user && user.Run(program, arguments) is var run
            ? new(run.Program, run.Arguments)
            : new(program, [.. arguments]);

    public Process Start() =>
        Process.Start(new ProcessStartInfo(Program, Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A folder that every user may enter: PostgreSQL's programs look at the one they are started in.
            WorkingDirectory = Path.GetPathRoot(Environment.SystemDirectory) is { Length: > 0 } root ? root : "/",
            Environment = { ["LC_ALL"] = "C" },
        })!;

    /// <summary>Runs to the end and answers the exit code with what was written, both streams together.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, (await output + await error).Trim());
    }
}
