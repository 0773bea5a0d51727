namespace OrderApp.Benchmarks.Load;

/// <summary>Calls of one gRPC method whose request is sent as one ready-made body.</summary>
internal sealed record GrpcLoad(Uri Address, string Path, Func<long, byte[]> Body)
{
    public int Connections { get; init; } = 1;

    /// <summary>Calls in flight on each connection, at the most.</summary>
    public int Streams { get; init; } = 1;

    /// <summary>Arrivals per second over all connections; null: a closed loop.</summary>
    public double? PerSecond { get; init; }

    public required TimeSpan WarmUp { get; init; }

    public required TimeSpan Duration { get; init; }
}
