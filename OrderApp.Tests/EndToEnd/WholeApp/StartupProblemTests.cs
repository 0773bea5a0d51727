using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OrderApp.LocalPostgres;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.WholeApp;

/// <summary>What keeps the shop from opening is told in one line, and the AppHost ends with exit code 1.</summary>
public sealed class StartupProblemTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string folder = Directory.CreateTempSubdirectory("orderapp-problem-").FullName;

    [Fact]
    public async Task A_port_in_use_is_named_with_the_option_that_changes_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var line = await FailAsync($"--Ports:Pages={port}");

        Assert.StartsWith($"Port {port} (pages) is already in use", line, StringComparison.Ordinal);
        Assert.Contains("--Ports:Pages=NUMBER", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_connection_string_is_named()
    {
        var line = await FailAsync("--ConnectionStrings:orderdb=Hostess=nowhere");

        Assert.StartsWith("The database given by ConnectionStrings__orderdb cannot be used: ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_another_PostgreSQL_version_is_told_apart()
    {
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        await File.WriteAllTextAsync(Path.Combine(folder, "data", "PG_VERSION"), "9", TestContext.Current.CancellationToken);

        var line = await FailAsync();

        Assert.StartsWith("The data was made by PostgreSQL 9, but only ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_password_is_told_with_the_place_it_should_be_in()
    {
        var version = PostgresBinaries.Find().MajorVersion;
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        await File.WriteAllTextAsync(Path.Combine(folder, "data", "PG_VERSION"), $"{version}", TestContext.Current.CancellationToken);

        var line = await FailAsync();

        Assert.Contains("is lost", line, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder, "password"), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var line = await FailAsync($"--Postgres:DataDirectory={Path.Combine(file, "inside")}");

        Assert.Contains(file, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_engine_that_does_not_work_is_told_with_the_way_out()
    {
        foreach (var engine in new[] { "docker", "podman" })
            Scripts.Write(Path.Combine(folder, engine), "echo 'Cannot connect to the daemon' >&2; exit 1\n");

        var told = Stopwatch.StartNew();
        var line = await FailAsync("--Postgres:Container=true");

        Assert.StartsWith("The shop cannot open: ", line, StringComparison.Ordinal);
        Assert.Contains("without Postgres:Container=true", line, StringComparison.Ordinal);
        Assert.InRange(told.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(45));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<string> FailAsync(params string[] options)
    {
        string[] common =
        [
            $"--Ports:Pages={FreePort.Find()}", $"--Ports:FrontDoor={FreePort.Find()}", $"--Ports:Dashboard={FreePort.Find()}",
            $"--Postgres:DataDirectory={folder}",
        ];
        var start = new ProcessStartInfo("dotnet", [.. AppHostProcess.Arguments, .. common, .. options])
        {
            WorkingDirectory = Clone.OfThisProgram().Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH") },
        };
        using var appHost = Process.Start(start)!;
        try
        {
            var output = appHost.StandardOutput.ReadToEndAsync();
            var errors = await appHost.StandardError.ReadToEndAsync().WaitAsync(Patience);
            await appHost.WaitForExitAsync().WaitAsync(Patience);
            Assert.True(appHost.ExitCode is 1, $"exit code {appHost.ExitCode}: {await output}");
            return Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            if (!appHost.HasExited)
                appHost.Kill(entireProcessTree: true);
        }
    }
}
