using System.Diagnostics;

namespace OrderApp.LocalPostgres;

/// <summary>PostgreSQL refuses to run as root: when this process is root, its programs are started as another user.</summary>
internal sealed record PostgresUser(string Name, string UserId, string GroupId)
{
    public static bool IsNeeded => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>The user to start PostgreSQL as: null when this process is itself unprivileged.</summary>
    public static PostgresUser? ForThisProcess() =>
        !IsNeeded
            ? null
            : Find("postgres") ?? Find("nobody")
                ?? throw new LocalPostgresException("PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody.");

    /// <summary>The same command, run as this user by a program that replaces itself, so that the process id is the command's own.</summary>
    public Command Run(string program, IEnumerable<string> arguments) =>
        File.Exists("/usr/bin/setpriv") || File.Exists("/bin/setpriv")
            ? new("setpriv", [$"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups", "--", program, .. arguments])
            : new("runuser", ["-u", Name, "--", program, .. arguments]);

    private static PostgresUser? Find(string name) =>
        File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3 && fields[0] == name)
            .Select(fields => new PostgresUser(name, fields[2], fields[3]))
            .FirstOrDefault();
}

/// <summary>A program with its arguments.</summary>
public sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    internal static Command AsPostgresUser(string program, params IEnumerable<string> arguments) =>
        PostgresUser.ForThisProcess()?.Run(program, arguments) ?? new(program, [.. arguments]);

    internal Process Start() =>
        Process.Start(new ProcessStartInfo(Program, Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A folder that every user may enter: PostgreSQL's programs look at the one they are started in.
            WorkingDirectory = Path.GetPathRoot(Environment.SystemDirectory) is { Length: > 0 } root ? root : "/",
            Environment = { ["LC_ALL"] = "C" },
        })!;

    /// <summary>Runs to the end, or until it is cancelled, and answers the exit code with what was written, both streams together.</summary>
    internal async Task<(int ExitCode, string Output)> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, (await output + await error).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
