using System.Diagnostics;
using System.Globalization;

namespace OrderApp.LocalPostgres;

/// <summary>
/// A folder that holds one PostgreSQL cluster (data/) and, beside it, the superuser's generated password (password, readable
/// by its owner only).
/// </summary>
public sealed class PostgresDataDirectory(string path)
{
    public const string UserName = "postgres";

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    public string Root { get; } = Path.GetFullPath(path);

    public string Data => Path.Combine(Root, "data");

    /// <summary>The superuser's password, made up on first use.</summary>
    /// <exception cref="LocalPostgresException">There is data, but its password is lost.</exception>
    public string Password =>
        MajorVersion is null || PasswordFile.Exists
            ? PasswordFile.ReadOrCreate()
            : throw new LocalPostgresException(
                $"The password of the database in {Root} is lost (no file {PasswordFile.Path}): put it back or move the folder away.");

    /// <summary>The major version that made the data; null before there is any.</summary>
    public int? MajorVersion =>
        File.Exists(Path.Combine(Data, "PG_VERSION"))
            ? int.Parse(File.ReadAllText(Path.Combine(Data, "PG_VERSION")), CultureInfo.InvariantCulture)
            : null;

    private PasswordFile PasswordFile => new(Path.Combine(Root, "password"));

    private string LockFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>Makes the cluster when there is none yet and clears away what a crash has left. Safe to interrupt and to repeat.</summary>
    /// <exception cref="LocalPostgresException">initdb fails, or a running server already uses the folder.</exception>
    public async Task PrepareAsync(PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        if (MajorVersion is null)
            await InitialiseAsync(binaries, cancellationToken);
        _ = Password;
        await FreeFromFormerServerAsync(binaries, cancellationToken);
    }

    public void Delete()
    {
        if (Directory.Exists(Root))
            Directory.Delete(Root, recursive: true);
    }

    private async Task InitialiseAsync(PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        // Made under another name and renamed when whole: an interrupted initdb leaves nothing that looks like a cluster.
        var unfinished = Path.Combine(Root, "data.new");
        Directory.CreateDirectory(Root);
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        _ = PasswordFile.ReadOrCreate();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (PostgresUser.ForThisProcess() is { } user)
            await new Command("chown", ["-R", $"{user.UserId}:{user.GroupId}", Root]).RunAsync(cancellationToken);

        string[] locale = binaries.MajorVersion >= 17
            ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            : OperatingSystem.IsLinux() ? ["--locale=C.UTF-8", "--lc-messages=C"] : ["--locale=C"];
        var initdb = Command.AsPostgresUser(binaries.InitDb, [
            "--pgdata", unfinished, "--encoding=UTF8", .. locale, "--auth=scram-sha-256",
            "--username", UserName, "--pwfile", PasswordFile.Path]);
        var (exitCode, output) = await initdb.RunAsync(cancellationToken);
        if (exitCode is not 0)
            throw new LocalPostgresException($"PostgreSQL could not make its data folder {Data}: {LastLine(output)}");
        Directory.Move(unfinished, Data);
    }

    private async Task FreeFromFormerServerAsync(PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        if (!File.Exists(LockFile))
            return;
        if (await FindFormerServerAsync(cancellationToken) is { } former)
        {
            if (former.IsOrphan)
                await Command.AsPostgresUser(binaries.Control, "stop", "--pgdata", Data, "--mode=fast", "--silent").RunAsync(cancellationToken);
            else if (!await HasExitedAsync(former.ProcessId, cancellationToken))
                throw new LocalPostgresException($"The database in {Root} is already in use by PostgreSQL process {former.ProcessId}: stop the shop that started it first.");
        }
        // The process id in it belongs to nobody now, or to another program since the machine was started again.
        File.Delete(LockFile);
    }

    /// <summary>Null when the lock file is stale: no such process, or one that has nothing to do with the folder.</summary>
    private async Task<(int ProcessId, bool IsOrphan)?> FindFormerServerAsync(CancellationToken cancellationToken)
    {
        // Windows has no ps, but there a crash takes the server with its console.
        if (OperatingSystem.IsWindows() || !int.TryParse(File.ReadLines(LockFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var id))
            return null;
        // "ppid command line"
        var (_, line) = await new Command("ps", ["-o", "ppid=,args=", "-p", id.ToString(CultureInfo.InvariantCulture)]).RunAsync(cancellationToken);
        return line.Contains(Data, StringComparison.Ordinal) ? (id, line.StartsWith("1 ", StringComparison.Ordinal)) : null;
    }

    private static async Task<bool> HasExitedAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            await process.WaitForExitAsync(cancellationToken).WaitAsync(StopPatience, cancellationToken);
            return true;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static string LastLine(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase) || line.Contains("fatal", StringComparison.OrdinalIgnoreCase))
        ?? output.ReplaceLineEndings(" ");
}
