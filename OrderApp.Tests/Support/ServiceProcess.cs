using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OrderApp.LocalPostgres;

namespace OrderApp.Tests.Support;

/// <summary>A service as a process of its own, on ports that it keeps from one start to the next: to be killed and started again.</summary>
internal sealed class ServiceProcess(string assembly, params (string Key, string Value)[] settings) : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(40);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly ConcurrentQueue<string> output = [];
    private Process? process;

    public Uri GrpcAddress { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    public Uri HttpAddress { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    public bool IsAlive => process is { HasExited: false };

    /// <summary>The memory that it holds now, in bytes (Linux).</summary>
    public long ResidentBytes => long.Parse(File.ReadAllText($"/proc/{Running.Id}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    /// <summary>What it has written to its console.</summary>
    public IReadOnlyCollection<string> Output => output;

    private Process Running => process ?? throw new InvalidOperationException("The service is not started.");

    public void Start()
    {
        var start = new ProcessStartInfo("dotnet", [assembly])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
            Environment =
            {
                ["Kestrel__Endpoints__grpc__Url"] = GrpcAddress.ToString(),
                ["Kestrel__Endpoints__grpc__Protocols"] = "Http2",
                ["Kestrel__Endpoints__http__Url"] = HttpAddress.ToString(),
                ["Kestrel__Endpoints__http__Protocols"] = "Http1",
                // Outside of Development the order service takes no calls without a token otherwise.
                ["Access__AnonymousOrders"] = "true",
            },
        };
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        process?.Dispose();
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public async Task StartAndWaitAsync()
    {
        Start();
        await WaitAsync();
    }

    /// <summary>Waits until it says that it is ready; when it has ended instead, tells what it wrote.</summary>
    public Task WaitAsync() => Eventually.TrueAsync(
        async () => IsAlive ? await IsHealthyAsync() : throw new InvalidOperationException(string.Join('\n', output)), "the service is ready", StartPatience);

    /// <summary>Ends it at once (kill -9).</summary>
    public async Task KillAsync()
    {
        Running.Kill();
        await Running.WaitForExitAsync();
    }

    /// <summary>Stops it where it stands (SIGSTOP); its connections stay open.</summary>
    public Task FreezeAsync() => Signals.SendAsync("STOP", Running.Id);

    /// <summary>Lets it go on (SIGCONT).</summary>
    public Task ThawAsync() => Signals.SendAsync("CONT", Running.Id);

    /// <summary>Asks it to end (SIGTERM), waits until it has, and answers its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await Signals.SendAsync("TERM", Running.Id);
        await Running.WaitForExitAsync().WaitAsync(StopPatience);
        return Running.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (IsAlive)
            await KillAsync();
        process?.Dispose();
        http.Dispose();
    }

    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(HttpAddress, "health"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
            output.Enqueue(line);
    }
}
