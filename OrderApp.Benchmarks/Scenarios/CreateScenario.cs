namespace OrderApp.Benchmarks.Scenarios;

/// <summary>CreateOrder under load. Afterwards the rows are counted: one for each call that was acknowledged, or the run is void.</summary>
internal sealed record CreateScenario(string Name, string Title) : GrpcScenario(Name, Title, "/order.OrderService/CreateOrder")
{
    /// <summary>What is emptied before each run and counted after it.</summary>
    public required StoredOrders Stored { get; init; }

    public override async Task<Measurement> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        var target = await Target(stage, cancellationToken);
        if (stage.Shop.Database is not { } database)
            return (await LoadAsync(stage, target, cancellationToken)).Measurement with { Note = "rows not counted: the database is the shop's own" };

        await Stored.EmptyAsync(database, cancellationToken);
        var (measurement, acknowledged) = await LoadAsync(stage, target, cancellationToken);
        return await Stored.CheckAsync(database, measurement, acknowledged, cancellationToken);
    }
}
