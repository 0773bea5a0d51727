namespace OrderApp.Benchmarks.Load;

/// <summary>Percentiles of latency in milliseconds.</summary>
internal sealed record LatencySummary(double P50, double P90, double P99, double P999, double Max);
