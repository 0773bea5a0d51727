using System.Security.Cryptography;
using System.Text;

namespace OrderApp.LocalPostgres;

/// <summary>The clone of the repository this program was built in, and where it keeps things outside its own tree.</summary>
public sealed record Clone(string Root)
{
    /// <summary>The nearest folder above the running program that holds OrderApp.sln.</summary>
    public static Clone OfThisProgram()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OrderApp.sln")))
                return new(folder.FullName);
        }
        return new(AppContext.BaseDirectory);
    }

    /// <summary>
    /// Where this clone keeps its database: one folder per clone, so that two clones never share one. For root it is
    /// not under its home, because the unprivileged user that runs PostgreSQL could not reach it there.
    /// </summary>
    public string DataDirectory => Path.Combine(DataHome, "orderapp", Fingerprint, "postgres");

    /// <summary>A name that no other clone on this machine has.</summary>
    public string Name => $"orderapp-{Fingerprint}";

    private static string DataHome =>
        PostgresUser.IsNeeded
            ? "/var/lib"
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);

    private string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..12];
}
