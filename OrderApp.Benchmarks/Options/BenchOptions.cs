namespace OrderApp.Benchmarks.Options;

/// <summary>What is measured, for how long, and against which shop.</summary>
internal sealed record BenchOptions
{
    public bool Quick { get; init; }

    /// <summary>How long each run is measured, after its warm-up.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Calls that go before the first measurement of a method, when the service has yet to be compiled.</summary>
    public long WarmUpCalls { get; init; }

    /// <summary>How long they may take.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>How long each load runs before its measured window begins.</summary>
    public TimeSpan RunUp => Duration / 8;

    public int Repetitions { get; init; }

    /// <summary>Connections and streams of the scenarios that do not name their own.</summary>
    public int Connections { get; init; } = 4;

    public int Streams { get; init; } = 32;

    /// <summary>Arrivals per second of the open-loop scenarios.</summary>
    public int Rate { get; init; } = 2000;

    /// <summary>A deployed shop's gRPC address; null: a shop of our own is started.</summary>
    public Uri? Address { get; init; }

    /// <summary>A deployed shop's pages and JSON.</summary>
    public Uri? Web { get; init; }

    /// <summary>Only scenarios whose name contains one of these; empty: all.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Where the services send their telemetry; null: nowhere.</summary>
    public Uri? Otlp { get; init; }

    public bool Micro { get; init; }

    public bool List { get; init; }

    /// <summary>The folder of REPORT.md and report.json; null: artifacts/bench of this clone.</summary>
    public string? Output { get; init; }

    public bool OwnShop => Address is null && Web is null;

    public bool Wants(string scenario) =>
        Filters.Count is 0 || Filters.Any(filter => scenario.Contains(filter, StringComparison.OrdinalIgnoreCase));
}
