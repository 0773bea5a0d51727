using System.Runtime.CompilerServices;

namespace OrderApp.Benchmarks.Load;

/// <summary>Calls of one gRPC method whose request is sent as one ready-made body. Connections take turns among the addresses.</summary>
internal sealed record GrpcLoad(IReadOnlyList<Uri> Addresses, string Path, Func<long, byte[]> Body)
{
    // One for all copies: a body that must differ from all others does so in the warm-up too.
    private readonly StrongBox<long> number = new(-1);

    public GrpcLoad(Uri address, string path, Func<long, byte[]> body)
        : this([address], path, body)
    {
    }

    public int Connections { get; init; } = 1;

    /// <summary>Calls in flight on each connection, at the most.</summary>
    public int Streams { get; init; } = 1;

    /// <summary>Arrivals per second over all connections; null: a closed loop.</summary>
    public double? PerSecond { get; init; }

    public required WarmUp WarmUp { get; init; }

    public required TimeSpan Duration { get; init; }

    public Uri AddressOf(int connection) => Addresses[connection % Addresses.Count];

    public byte[] NextBody() => Body(Interlocked.Increment(ref number.Value));
}
