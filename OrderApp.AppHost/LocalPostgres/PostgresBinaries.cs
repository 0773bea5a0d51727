using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrderApp.AppHost.LocalPostgres;

/// <summary>A folder with PostgreSQL's server programs, and their major version.</summary>
public sealed partial record PostgresBinaries(string Directory, int MajorVersion)
{
    public string Postgres => Program("postgres");

    public string InitDb => Program("initdb");

    public string Control => Program("pg_ctl");

    /// <summary>
    /// The PostgreSQL to use: from PATH, else the newest one installed, else the one `./run` brought. A data folder can only
    /// be read by the major version that made it, so <paramref name="majorVersion"/> picks that one when it is known.
    /// </summary>
    /// <exception cref="LocalPostgresException">There is none, or none of that version.</exception>
    public static PostgresBinaries Find(int? majorVersion = null)
    {
        var found = Folders().Distinct().Where(IsComplete).Select(folder => new PostgresBinaries(folder, ReadMajorVersion(folder))).ToList();
        if (found.Count is 0)
        {
            throw new LocalPostgresException(
                "No PostgreSQL server was found on this machine: install one (Debian: apt-get install postgresql; macOS: brew install "
                + "postgresql@18), start a container engine, or set ConnectionStrings__orderdb and ConnectionStrings__catalogdb.");
        }
        return found.FirstOrDefault(binaries => majorVersion is null || binaries.MajorVersion == majorVersion)
            ?? throw new LocalPostgresException(
                $"The data was made by PostgreSQL {majorVersion}, but only "
                + $"{string.Join(", ", found.Select(binaries => binaries.MajorVersion).Distinct())} is installed: install {majorVersion} again "
                + "or move the data with pg_upgrade.");
    }

    private static IEnumerable<string> Folders()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return folder;

        foreach (var folder in Versioned("/usr/lib/postgresql", "*", "bin")
            .Concat(Versioned("/usr", "pgsql-*", "bin"))
            .Concat(Versioned("/opt/homebrew/opt", "postgresql@*", "bin"))
            .Concat(Versioned("/usr/local/opt", "postgresql@*", "bin"))
            .Concat(Versioned("/home/linuxbrew/.linuxbrew/opt", "postgresql@*", "bin"))
            .Concat(Versioned(@"C:\Program Files\PostgreSQL", "*", "bin")))
            yield return folder;

        var hint = Clone.OfThisProgram().PostgresHintFile;
        if (File.Exists(hint) && File.ReadAllText(hint).Trim() is { Length: > 0 } brought)
        {
            yield return brought;
            yield return Path.Combine(brought, "bin");
        }
    }

    private static IEnumerable<string> Versioned(string parent, string pattern, string inside) =>
        !System.IO.Directory.Exists(parent)
            ? []
            : System.IO.Directory.GetDirectories(parent, pattern)
                .OrderByDescending(folder => int.TryParse(Digits().Match(Path.GetFileName(folder)).Value, out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, inside));

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
