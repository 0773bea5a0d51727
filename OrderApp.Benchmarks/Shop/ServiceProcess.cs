using System.Collections.Concurrent;
using OrderApp.LocalPostgres;

namespace OrderApp.Benchmarks.Shop;

/// <summary>The Release build of a service of this clone as a process, on free ports, with the environment it would have in production.</summary>
internal sealed class ServiceProcess(string project, params IEnumerable<(string Name, string Value)> environment) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly ConcurrentQueue<string> output = [];
    private readonly Uri grpc = new($"http://127.0.0.1:{FreePort.Find()}");
    private readonly Uri web = new($"http://127.0.0.1:{FreePort.Find()}");
    private Process? process;
    private bool isPaused;

    /// <exception cref="InvalidOperationException">It has ended by itself.</exception>
    public Target Target => process is { HasExited: false } running
        ? new([grpc], web, [running.Id])
        : throw new InvalidOperationException($"{project} is not running any more: {string.Join(" | ", output.TakeLast(10))}");

    /// <summary>Starts it and waits until it says that it is healthy.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Clone.OfThisProgram().Root, project);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "bin", "Release", "net10.0", $"{project}.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment =
            {
                ["DOTNET_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Kestrel__Endpoints__grpc__Url"] = grpc.ToString(),
                ["Kestrel__Endpoints__grpc__Protocols"] = "Http2",
                ["Kestrel__Endpoints__http__Url"] = web.ToString(),
                ["Kestrel__Endpoints__http__Protocols"] = "Http1",
            },
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var waited = Stopwatch.StartNew();
        while (!await IsHealthyAsync(cancellationToken))
        {
            if (process.HasExited || waited.Elapsed > Patience)
                throw new InvalidOperationException($"{project} did not become healthy: {string.Join(" | ", output.TakeLast(5))}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    /// <summary>
    /// Stops it where it stands (SIGSTOP), its connections open, so that it costs others nothing, or lets it go on. Windows has no such thing: there it always runs.
    /// </summary>
    public async Task PauseAsync(bool pause)
    {
        if (pause == isPaused || OperatingSystem.IsWindows() || process is not { HasExited: false })
            return;
        using var kill = Process.Start("kill", [pause ? "-STOP" : "-CONT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        isPaused = pause;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        process?.Dispose();
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(web, "health"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
