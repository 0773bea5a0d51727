using System.Diagnostics;
using System.Net;

namespace OrderApp.AppHost.Services;

/// <summary>
/// Asks a service that is just starting for its health every 100 ms. Aspire itself asks again after 1 s, then 2 s, and so on, and whoever waits
/// for the service waits that much longer.
/// </summary>
internal sealed class HealthCheckRetries : DelegatingHandler
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Duration)
        {
            try
            {
                var answer = await base.SendAsync(request, cancellationToken);
                if (answer.StatusCode is not HttpStatusCode.ServiceUnavailable)
                    return answer;
                answer.Dispose();
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            await Task.Delay(Interval, cancellationToken);
        }
        return await base.SendAsync(request, cancellationToken);
    }
}
