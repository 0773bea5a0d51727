using OrderApp.Eng.Machine;

namespace OrderApp.Eng.Postgres;

internal static class InstalledPostgres
{
    private static readonly (string Parent, string Versions)[] Places =
    [
        ("/usr/lib/postgresql", "*"),
        ("/usr", "pgsql-*"),
        ("/opt/homebrew/opt", "postgresql@*"),
        ("/usr/local/opt", "postgresql@*"),
        ("/home/linuxbrew/.linuxbrew/opt", "postgresql@*"),
        (@"C:\Program Files\PostgreSQL", "*"),
    ];

    private static readonly string[] Needed = OperatingSystem.IsWindows() ? ["initdb.exe", "postgres.exe"] : ["initdb", "postgres"];

    /// <summary>The folder with this machine's own server programs: on PATH, or where Debian, Fedora, Homebrew and Windows put them.</summary>
    public static string? Find() =>
        new[] { Path.GetDirectoryName(Programs.Find("initdb")) }.Concat(Installed()).FirstOrDefault(folder => folder is not null && IsServer(folder));

    private static IEnumerable<string> Installed() =>
        from place in Places
        where Directory.Exists(place.Parent)
        from version in Directory.GetDirectories(place.Parent, place.Versions)
        select Path.Combine(version, "bin");

    private static bool IsServer(string folder) => Needed.All(program => File.Exists(Path.Combine(folder, program)));
}
