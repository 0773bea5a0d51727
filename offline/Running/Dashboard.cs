using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Aspire's own dashboard, started from its command line program: traces, metrics and logs of every service.</summary>
internal sealed partial class Dashboard(
    AppHostFacts appHost, IConfiguration configuration, ChildProcesses children, PortAllocator ports, ILogger<Dashboard> logger)
{
    private Process? process;

    /// <summary>Where services send their telemetry, over gRPC.</summary>
    public string OtlpEndpoint { get; } = ports.FreeOrOther(configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] ?? "http://localhost:18889");

    public void Start()
    {
        if (appHost is not { AspireCliPath: { } program, AspireCliHome: { } home } || !File.Exists(program))
        {
            LogFailed(logger, "Aspire's command line program is not there; `./run` brings it");
            configuration["ASPNETCORE_URLS"] = null;
            return;
        }
        try
        {
            KeepFromLookingForUpdates(home);
            process = children.Start(
                program,
                [
                    "dashboard", "run", "--allow-anonymous", "--non-interactive", "--nologo",
                    "--frontend-url", configuration["ASPNETCORE_URLS"] ?? "http://localhost:18888",
                    "--otlp-grpc-url", OtlpEndpoint,
                    "--otlp-http-url", ports.FreeOrOther("http://localhost:0"),
                ],
                appHost.Directory,
                CliEnvironment(home));
            _ = TellWhenItFailsAsync(process);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            LogFailed(logger, failure.Message);
        }
    }

    public Task StopAsync() => process is null ? Task.CompletedTask : ChildProcesses.StopAsync(process, TimeSpan.FromSeconds(2));

    private static Dictionary<string, string?> CliEnvironment(string home)
    {
        // What the AppHost's launch profile says is meant for an AppHost; the dashboard would look for one that serves resources.
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("ASPIRE_", StringComparison.Ordinal) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal))
            .ToDictionary(name => name, _ => (string?)null);
        // Its bundle and its state are there, not in the user's own home.
        environment["HOME"] = environment["USERPROFILE"] = home;
        environment["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "true";
        environment["NO_COLOR"] = "1";
        return environment;
    }

    private static void KeepFromLookingForUpdates(string home)
    {
        var settings = Path.Combine(Directory.CreateDirectory(Path.Combine(home, ".aspire")).FullName, "aspire.config.json");
        if (!File.Exists(settings))
            File.WriteAllText(settings, """{ "features": { "updateNotificationsEnabled": "false" } }""");
    }

    private async Task TellWhenItFailsAsync(Process started)
    {
        var output = started.StandardOutput.ReadToEndAsync();
        var error = await started.StandardError.ReadToEndAsync();
        await started.WaitForExitAsync();
        // 128 and more: a signal ended it, that is ourselves.
        if (started.ExitCode is > 0 and < 128)
            LogFailed(logger, (await output + error).ReplaceLineEndings(" ").Trim());
    }

    [LoggerMessage(LogLevel.Warning, "The shop runs without a dashboard: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}

/// <summary>Gives out ports of this machine that nobody listens on, none of them twice.</summary>
internal sealed class PortAllocator
{
    // Below the ports that systems give to outgoing connections: one of those could have a service's port while it is stopped or not started yet.
    private const int First = 11_000;
    private const int End = 32_000;
    private const int Attempts = 1000;
    private readonly HashSet<int> given = [];

    public int Next()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = Random.Shared.Next(First, End);
            if (IsFree(port) && given.Add(port))
                return port;
        }

        throw new InvalidOperationException($"No free TCP port was found between {First} and {End}.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(System.Net.IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The address itself, or the same with another port when that one is taken or 0.</summary>
    public string FreeOrOther(string address)
    {
        var uri = new Uri(address);
        try
        {
            using var listener = new TcpListener(System.Net.IPAddress.Loopback, uri.Port);
            listener.Start();
            if (uri.Port > 0 && given.Add(uri.Port))
                return address;
        }
        catch (SocketException)
        {
            // Taken.
        }
        return $"{uri.Scheme}://{uri.Host}:{Next()}";
    }
}
