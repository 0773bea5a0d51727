namespace OrderApp.Benchmarks.Scenarios;

/// <summary>The same calls as straight to the service, through the marketplace's front door.</summary>
internal static class FrontDoorScenarios
{
    public static IEnumerable<Scenario> All =>
    [
        .. OrderScenarios.All.OfType<GrpcScenario>()
            .Where(scenario => scenario.Name is "create-1" or "create-128" or "read-128")
            .Select(direct => direct with
            {
                Name = $"door-{direct.Name}",
                Title = $"{direct.Title}, through the front door",
                Target = (stage, cancellationToken) => stage.Shop.FrontDoorAsync(cancellationToken),
                // A deployed shop has been called through it all along.
                NeedsOwnShop = true,
                WarmUpShare = 0.3,
                Yardsticks = [direct.Name],
                IsQuick = direct.Name is "create-128",
            }),
    ];
}
