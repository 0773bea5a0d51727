using System.Diagnostics;
using System.Globalization;

namespace OrderApp.Benchmarks.Load;

/// <summary>Sends requests over HTTP/1.1 by the platform's own client and keeps the tally.</summary>
internal static class HttpSender
{
    public static HttpClient Connect(Uri address) =>
        new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null }) { BaseAddress = address };

    /// <summary>The body of a good answer; null when the call failed, which is in the tally by then.</summary>
    public static async Task<byte[]?> SendAsync(HttpClient http, HttpRequestMessage request, LoadTally tally)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using (request)
            {
                using var answer = await http.SendAsync(request);
                var body = await answer.Content.ReadAsByteArrayAsync();
                if (answer.IsSuccessStatusCode)
                {
                    tally.Succeeded(begun, Stopwatch.GetTimestamp());
                    return body;
                }
                tally.Failed(string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)answer.StatusCode} {answer.StatusCode}"));
            }
        }
        catch (HttpRequestException lost)
        {
            tally.Failed($"connection lost: {lost.HttpRequestError}");
        }
        catch (TaskCanceledException)
        {
            tally.Failed("no answer in time");
        }
        return null;
    }
}
