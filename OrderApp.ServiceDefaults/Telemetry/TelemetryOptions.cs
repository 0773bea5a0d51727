using System.ComponentModel.DataAnnotations;

namespace OrderApp.ServiceDefaults.Telemetry;

/// <summary>Settings of the section <c>Telemetry</c>. Where telemetry goes is told by the standard OTEL_* variables.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The share of new traces that is recorded, 0 to 1; a caller's decision is followed. Default: 1 in Development, else 0.05.</summary>
    [Range(0.0, 1.0)]
    public double? TraceRatio { get; set; }
}
