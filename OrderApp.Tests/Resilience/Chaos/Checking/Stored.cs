using OrderApp.Protos;

namespace OrderApp.Tests.Resilience.Chaos.Checking;

/// <summary>What the database holds in the end, read in one transaction.</summary>
/// <param name="Orders">The orders, as the service would tell of them.</param>
/// <param name="Events">The events, oldest first; their resume tokens are empty.</param>
/// <param name="Requests">The order that each request_id was used for.</param>
/// <param name="Positions">The events' positions, in order.</param>
/// <param name="FeedPosition">The position of the newest event, by the row that gives positions out.</param>
internal sealed record Stored(
    IReadOnlyList<Order> Orders, IReadOnlyList<OrderEvent> Events, IReadOnlyDictionary<string, string> Requests, IReadOnlyList<long> Positions, long FeedPosition);
