using System.Runtime.InteropServices;
using OrderApp.Eng.Machine;
using OrderApp.Eng.Npm;

namespace OrderApp.Eng.Offline;

/// <summary>Microsoft's Aspire CLI as published on npm: its bundle holds the dashboard and the assemblies a feed may lack.</summary>
internal sealed class AspireCli(UserCache cache)
{
    public const string Version = "13.5.4";

    private static readonly string Platform = RuntimeInformation.RuntimeIdentifier;
    private static readonly string Ending = OperatingSystem.IsWindows() ? ".exe" : "";
    private static readonly string Name = $"aspire-cli-{Version}-{Platform}";

    public string Executable => Path.Combine(cache[Name], "package", "bin", "aspire" + Ending);

    /// <summary>Given to the CLI as its home folder, so that it unpacks its bundle and keeps its state here and not in the user's own.</summary>
    public string Home => Path.Combine(cache[Name], "home");

    /// <summary>The single-file .NET program of the bundle that holds the assemblies.</summary>
    public string ManagedProgram => Path.Combine(Bundle, "bundle", "managed", "aspire-managed" + Ending);

    private string Bundle => Path.Combine(Home, ".aspire");

    private string SetupDone => Path.Combine(cache[Name], "setup-done");

    public bool IsReady => File.Exists(SetupDone) && File.Exists(Executable);

    public async Task EnsureAsync(CancellationToken stop)
    {
        if (IsReady)
            return;

        var package = new NpmPackage($"@microsoft/aspire-cli-{Platform}", Version);
        await cache.AddAsync(Name, folder => package.UnpackAsync(folder, stop));
        await SetUpAsync(stop);
    }

    /// <summary>Unpacks the bundle where the CLI looks for it. It links by absolute paths, so this cannot be done in the scratch folder.</summary>
    private async Task SetUpAsync(CancellationToken stop)
    {
        Console.WriteLine("Unpacking the Aspire bundle ...");
        Directory.CreateDirectory(Home);
        var setup = new Command(Executable, "setup", "--force", "--nologo", "--non-interactive", "--install-path", Bundle)
            .With("ASPIRE_CLI_TELEMETRY_OPTOUT", "true")
            .With("HOME", Home)
            .With("USERPROFILE", Home);
        var result = await setup.TryRunAsync(stop);
        if (result is not { ExitCode: 0 } || !File.Exists(ManagedProgram))
            throw new PrepareException($"`aspire setup` could not unpack its bundle: {(result?.Errors + result?.Output).Trim().Split('\n')[^1]}");
        await File.WriteAllTextAsync(SetupDone, "", stop);
    }
}
