namespace OrderApp.Benchmarks.Shop;

/// <summary>Something to load: its addresses and, where they are ours, the processes behind them.</summary>
internal sealed record Target(Uri? Grpc, Uri? Web, params IReadOnlyList<int> ProcessIds)
{
    /// <summary>The gRPC addresses that share the load; one unless there are replicas.</summary>
    public IReadOnlyList<Uri> Replicas { get; init; } = Grpc is null ? [] : [Grpc];

    /// <summary>The same service in several processes.</summary>
    public static Target Of(IReadOnlyList<Target> replicas) => new(replicas[0].Grpc, replicas[0].Web, [.. replicas.SelectMany(replica => replica.ProcessIds)])
    {
        Replicas = [.. replicas.Select(replica => replica.Grpc!)],
    };

    /// <summary>This one, with others that work for it.</summary>
    public Target With(params ReadOnlySpan<Target> others)
    {
        List<int> all = [.. ProcessIds];
        foreach (var other in others)
            all.AddRange(other.ProcessIds);
        return this with { ProcessIds = all };
    }
}
