using OpenTelemetry.Trace;

namespace OrderApp.ServiceDefaults.Telemetry;

/// <summary>Leaves health probes and reflection out of the traces: they come every second and tell nothing.</summary>
internal sealed class RequestSampler(Sampler inner) : Sampler
{
    private static readonly string[] Untraced = ["/health", "/alive", "/grpc.health.v1.Health/", "/grpc.reflection."];

    public override SamplingResult ShouldSample(in SamplingParameters parameters)
    {
        // The ratio comes first: it lets go of most without a look at their tags.
        var result = inner.ShouldSample(parameters);
        return result.Decision == SamplingDecision.Drop || !IsUntraced(parameters) ? result : new SamplingResult(SamplingDecision.Drop);
    }

    private static bool IsUntraced(in SamplingParameters parameters)
    {
        foreach (var tag in parameters.Tags ?? [])
        {
            if (tag is { Key: "url.path", Value: string path } && Array.Exists(Untraced, prefix => path.StartsWith(prefix, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }
}
