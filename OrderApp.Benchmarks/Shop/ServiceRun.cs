using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OrderApp.LocalPostgres;

namespace OrderApp.Benchmarks.Shop;

/// <summary>A Release build of a service as a process, on free ports, with the environment it would have in production.</summary>
internal sealed class ServiceRun(ServiceProgram program, params IEnumerable<(string Name, string Value)> environment) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<string> output = [];
    private Process? process;
    private bool rests;

    public Uri Grpc { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    public Uri Web { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    /// <exception cref="InvalidOperationException">It has ended by itself.</exception>
    public Target Target => process is { HasExited: false } running
        ? new(Grpc, Web, [running.Id])
        : throw new InvalidOperationException($"{program.Name} is not running any more: {string.Join(" | ", output.TakeLast(10))}");

    /// <summary>Starts it and waits until it says that it is healthy.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [program.Assembly, .. program.Arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = program.Folder,
            Environment =
            {
                ["DOTNET_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Kestrel__Endpoints__grpc__Url"] = Grpc.ToString(),
                ["Kestrel__Endpoints__grpc__Protocols"] = "Http2",
                ["Kestrel__Endpoints__http__Url"] = Web.ToString(),
                ["Kestrel__Endpoints__http__Protocols"] = "Http1",
            },
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await WaitUntilHealthyAsync(process, cancellationToken);
    }

    /// <summary>Stops it where it stands (SIGSTOP), its connections open, so that it costs others nothing. Windows has no such thing: there it goes on.</summary>
    public async Task RestAsync()
    {
        if (!rests)
            await SignalAsync("STOP");
        rests = true;
    }

    /// <summary>Lets it go on.</summary>
    public async Task ResumeAsync()
    {
        if (rests)
            await SignalAsync("CONT");
        rests = false;
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

    private async Task SignalAsync(string signal)
    {
        if (OperatingSystem.IsWindows() || process is not { HasExited: false })
            return;
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task WaitUntilHealthyAsync(Process running, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var waited = Stopwatch.StartNew();
        while (!await IsHealthyAsync(http, cancellationToken))
        {
            if (running.HasExited || waited.Elapsed > Patience)
                throw new InvalidOperationException($"{program.Name} did not become healthy: {string.Join(" | ", output.TakeLast(5))}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    private async Task<bool> IsHealthyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Web, "health"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        output.Enqueue(line);
        while (output.Count > 50)
            output.TryDequeue(out _);
    }
}
