using System.Diagnostics;
using System.Globalization;
using OrderApp.Benchmarks.Machine;

namespace OrderApp.Benchmarks.Load;

/// <summary>Load for pages and JSON by the platform's own client over HTTP/1.1, in a closed loop. It costs more than the gRPC generator.</summary>
internal static class HttpGenerator
{
    public static async Task<LoadResult> RunAsync(
        Uri address, HttpCall call, int inFlight, TimeSpan warmUp, TimeSpan duration, MeterSet meters, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null };
        using var http = new HttpClient(handler) { BaseAddress = address };
        var window = LoadWindow.StartingNow(warmUp, duration);
        var number = -1L;
        var callers = Enumerable.Range(0, inFlight).Select(_ => Task.Run(() => CallAsync(http, call, () => Interlocked.Increment(ref number), window), cancellationToken)).ToArray();
        await meters.MeasureAsync(warmUp, duration, cancellationToken);

        var total = new LoadTally(window);
        foreach (var tally in await Task.WhenAll(callers))
            total.Add(tally);
        return LoadResult.Of(total, window, meters.GeneratorCores);
    }

    private static async Task<LoadTally> CallAsync(HttpClient http, HttpCall call, Func<long> next, LoadWindow window)
    {
        var tally = new LoadTally(window);
        var pace = new ClosedPace(window);
        while (pace.TryTake(Stopwatch.GetTimestamp(), out var intended))
        {
            try
            {
                using var request = call(next());
                using var answer = await http.SendAsync(request);
                if (answer.IsSuccessStatusCode)
                    tally.Succeeded(intended, Stopwatch.GetTimestamp());
                else
                    tally.Failed(string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)answer.StatusCode} {answer.StatusCode}"));
            }
            catch (HttpRequestException lost)
            {
                tally.Failed($"connection lost: {lost.HttpRequestError}");
            }
        }
        return tally;
    }
}
