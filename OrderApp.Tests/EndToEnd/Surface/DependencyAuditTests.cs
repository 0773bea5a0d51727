using System.Diagnostics;
using OrderApp.LocalPostgres;

namespace OrderApp.Tests.EndToEnd.Surface;

public sealed class DependencyAuditTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string folder = Directory.CreateTempSubdirectory("orderapp-audit-").FullName;

    [Fact]
    public async Task A_package_that_brings_one_with_a_known_vulnerability_fails_the_restore()
    {
        var packages = Path.Combine(folder, "packages");
        await using var feed = await VulnerabilityFeed.StartAsync(packages);
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), feed.Configuration(packages), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Build.props"), $"""
            <Project>
              <Import Project="{Clone.OfThisProgram().Root}/Directory.Build.props" />
              <PropertyGroup>
                <RestorePackagesPath>{folder}/cache</RestorePackagesPath>
                <RestoreAdditionalProjectSources></RestoreAdditionalProjectSources>
              </PropertyGroup>
            </Project>
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "audited.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup><PackageReference Include="{VulnerabilityFeed.Outer}" Version="1.0.0" /></ItemGroup>
            </Project>
            """, TestContext.Current.CancellationToken);

        var (exitCode, output) = await RestoreAsync();

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error NU1903", output, StringComparison.Ordinal);
        Assert.Contains($"'{VulnerabilityFeed.Weak}' 1.0.0 has a known high severity vulnerability", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<(int ExitCode, string Output)> RestoreAsync()
    {
        var start = new ProcessStartInfo("dotnet", ["restore", "audited.csproj", "-nologo", "-nodeReuse:false"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            Environment = { ["NUGET_HTTP_CACHE_PATH"] = Path.Combine(folder, "http") },
        };
        using var restore = Process.Start(start)!;
        try
        {
            var output = await restore.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await restore.WaitForExitAsync().WaitAsync(Patience);
            return (restore.ExitCode, output);
        }
        finally
        {
            if (!restore.HasExited)
                restore.Kill(entireProcessTree: true);
        }
    }
}
