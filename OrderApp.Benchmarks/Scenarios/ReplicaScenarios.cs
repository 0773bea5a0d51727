using System.Globalization;
using OrderApp.Benchmarks.Shop;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>Several order services on one database, each called by its own share of the connections.</summary>
internal static class ReplicaScenarios
{
    public static IEnumerable<Scenario> All => [Create("two", replicas: 2, connections: 4, streams: 32), Create("three", replicas: 3, connections: 6, streams: 21)];

    private static CreateScenario Create(string count, int replicas, int connections, int streams) => OrderScenarios.Create(connections, streams) with
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"create-replicas-{replicas}"),
        Title = $"CreateOrder at {count} replicas, {OrderScenarios.InFlight(connections, streams)} in all",
        Target = (stage, cancellationToken) => stage.OwnShop.ReplicasAsync(replicas, cancellationToken),
        Stored = StoredOrders.ServiceOn(OwnShop.ReplicasName(replicas)),
        NeedsOwnShop = true,
        Yardsticks = ["create-128"],
        IsQuick = replicas is 2,
    };
}
