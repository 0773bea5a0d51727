namespace OrderApp.Benchmarks.Shop;

/// <summary>Something to load: its addresses and, where it is ours, its process.</summary>
internal sealed record Target(Uri? Grpc, Uri? Web, int? ProcessId = null);
