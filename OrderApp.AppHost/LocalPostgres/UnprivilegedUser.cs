namespace OrderApp.AppHost.LocalPostgres;

/// <summary>PostgreSQL refuses to run as root: when this process is root, its programs are started as another user.</summary>
internal sealed record UnprivilegedUser(string Name, string UserId, string GroupId)
{
    public static bool IsNeeded => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>The user to start PostgreSQL as: null when this process is itself unprivileged.</summary>
    public static UnprivilegedUser? ForThisProcess() =>
        !IsNeeded
            ? null
            : Find("postgres") ?? Find("nobody")
                ?? throw new LocalPostgresException("PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody.");

    /// <summary>The same command, run as this user by a program that replaces itself, so that the process id is the command's own.</summary>
    public (string Program, IReadOnlyList<string> Arguments) Run(string program, IEnumerable<string> arguments) =>
        File.Exists("/usr/bin/setpriv") || File.Exists("/bin/setpriv")
            ? ("setpriv", [$"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups", "--", program, .. arguments])
            : ("runuser", ["-u", Name, "--", program, .. arguments]);

    private static UnprivilegedUser? Find(string name) =>
        File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3 && fields[0] == name)
            .Select(fields => new UnprivilegedUser(name, fields[2], fields[3]))
            .FirstOrDefault();
}
