using System.Globalization;
using OrderApp.Benchmarks.Load;
using OrderApp.Benchmarks.Shop;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>One gRPC method under load.</summary>
internal record GrpcScenario(string Name, string Title, string Path) : Scenario(Name, Title)
{
    /// <summary>Whom to call; what it starts, it starts once.</summary>
    public required Func<Stage, CancellationToken, Task<Target>> Target { get; init; }

    /// <summary>Makes the bodies to send, call by call.</summary>
    public required Func<Stage, CancellationToken, Task<Func<long, byte[]>>> Bodies { get; init; }

    public int? Connections { get; init; }

    public int? Streams { get; init; }

    /// <summary>Calls arrive at the rate of the options, whatever became of those before.</summary>
    public bool IsOpenLoop { get; init; }

    /// <summary>h2load is the client instead of our own.</summary>
    public bool ByH2Load { get; init; }

    /// <summary>The part of the usual warm-up calls that it takes: less where calls are slow.</summary>
    public double WarmUpShare { get; init; } = 1;

    public bool NeedsOwnShop { get; init; }

    public override bool Fits(Stage stage) =>
        (stage.Shop.Database is not null || (!NeedsOwnShop && stage.Options.Address is not null)) && (!ByH2Load || stage.H2Load is not null);

    public override async Task<Measurement> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        var target = await Target(stage, cancellationToken);
        return (await LoadAsync(stage, target, cancellationToken)).Measurement;
    }

    protected async Task<(Measurement Measurement, long Acknowledged)> LoadAsync(Stage stage, Target target, CancellationToken cancellationToken)
    {
        var options = stage.Options;
        var load = new GrpcLoad(target.Replicas, Path, await Bodies(stage, cancellationToken))
        {
            Connections = Connections ?? options.Connections,
            Streams = Streams ?? options.Streams,
            PerSecond = IsOpenLoop ? options.Rate : null,
            WarmUp = stage.WarmUp(target, Path, WarmUpShare),
            Duration = options.Duration,
        };
        var meters = stage.Meters(target);
        var result = ByH2Load
            ? await stage.H2Load!.RunAsync(load, meters, cancellationToken)
            : await GrpcGenerator.RunAsync(load, meters, cancellationToken);
        var measurement = Measurement.Of(result, meters, stage.Called(target, Path, result)) with
        {
            Note = IsOpenLoop ? string.Create(CultureInfo.InvariantCulture, $"{options.Rate:N0} arrivals per second") : null,
        };
        return (measurement, result.Acknowledged);
    }
}
