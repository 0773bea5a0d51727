using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Running;

/// <summary>Asks a resource's health checks, by HTTP and by name.</summary>
internal sealed class ResourceHealth(HealthCheckService healthChecks) : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public async Task<bool> IsHealthyAsync(IResource resource, CancellationToken cancellationToken)
    {
        foreach (var check in resource.Annotations.OfType<HttpHealthAnnotation>())
        {
            foreach (var port in check.Endpoint.Annotation.AllocatedPorts)
            {
                if (!await AnswersAsync(new($"http://localhost:{port}{check.Path}"), check.StatusCode, cancellationToken))
                    return false;
            }
        }
        var names = resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key).ToHashSet();
        return names.Count is 0
            || (await healthChecks.CheckHealthAsync(known => names.Contains(known.Name), cancellationToken)).Status is HealthStatus.Healthy;
    }

    public void Dispose() => http.Dispose();

    private async Task<bool> AnswersAsync(Uri address, int statusCode, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(address, cancellationToken);
            return (int)response.StatusCode == statusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
