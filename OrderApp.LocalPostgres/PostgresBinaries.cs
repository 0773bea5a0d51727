using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrderApp.LocalPostgres;

/// <summary>A folder with PostgreSQL's server programs, and their major version.</summary>
public sealed partial record PostgresBinaries(string Directory, int MajorVersion)
{
    public string Postgres => Program("postgres");

    public string InitDb => Program("initdb");

    public string Control => Program("pg_ctl");

    /// <summary>
    /// The PostgreSQL to use: from PATH, else the newest one installed, else one downloaded before. A data folder can only be read by the
    /// major version that made it, so <paramref name="majorVersion"/> picks that one when it is known.
    /// </summary>
    /// <exception cref="LocalPostgresException">There is none, or none of that version.</exception>
    public static PostgresBinaries Find(int? majorVersion = null)
    {
        var found = FindAll();
        return Choose(found, majorVersion)
            ?? throw new LocalPostgresException(
                found.Count is 0
                    ? "No PostgreSQL was found on this machine."
                    : $"The data was made by PostgreSQL {majorVersion}, but only "
                        + $"{string.Join(", ", found.Select(binaries => binaries.MajorVersion).Distinct())} is installed: install {majorVersion} again "
                        + "or move the data with pg_upgrade.");
    }

    /// <summary>The same, and downloads one when this machine has none.</summary>
    /// <exception cref="LocalPostgresException">It cannot be downloaded, or there is none of that version.</exception>
    public static async Task<PostgresBinaries> FindOrDownloadAsync(int? majorVersion, CancellationToken cancellationToken)
    {
        var found = FindAll();
        if (Choose(found, majorVersion) is null && (found.Count is 0 || majorVersion == PostgresDownload.MajorVersion))
            await new PostgresDownload(PostgresDownload.CacheFolder()).EnsureAsync(Console.Out, cancellationToken);
        return Find(majorVersion);
    }

    private static PostgresBinaries? Choose(List<PostgresBinaries> found, int? majorVersion) =>
        found.FirstOrDefault(binaries => majorVersion is null || binaries.MajorVersion == majorVersion);

    private static List<PostgresBinaries> FindAll() =>
        [.. Folders().Distinct().Where(IsComplete).Select(folder => new PostgresBinaries(folder, ReadMajorVersion(folder)))];

    private static IEnumerable<string> Folders() =>
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        .. Versioned("/usr/lib/postgresql", "*"),
        .. Versioned("/usr", "pgsql-*"),
        .. Versioned("/opt/homebrew/opt", "postgresql@*"),
        .. Versioned("/usr/local/opt", "postgresql@*"),
        .. Versioned("/home/linuxbrew/.linuxbrew/opt", "postgresql@*"),
        .. Versioned(@"C:\Program Files\PostgreSQL", "*"),
        new PostgresDownload(PostgresDownload.CacheFolder()).Binaries,
    ];

    private static IEnumerable<string> Versioned(string parent, string pattern) =>
        !System.IO.Directory.Exists(parent)
            ? []
            : System.IO.Directory.GetDirectories(parent, pattern)
                .OrderByDescending(folder => int.TryParse(Digits().Match(Path.GetFileName(folder)).Value, out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"));

    private static bool IsComplete(string folder) =>
        new PostgresBinaries(folder, 0) is var binaries && File.Exists(binaries.Postgres) && File.Exists(binaries.InitDb) && File.Exists(binaries.Control);

    private static int ReadMajorVersion(string folder)
    {
        var start = new ProcessStartInfo(new PostgresBinaries(folder, 0).Postgres, ["--version"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return int.TryParse(Digits().Match(output).Value, out var version) ? version : 0;
    }

    private string Program(string name) => Path.Combine(Directory, OperatingSystem.IsWindows() ? name + ".exe" : name);

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
