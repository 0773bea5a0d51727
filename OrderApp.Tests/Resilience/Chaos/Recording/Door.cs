using OrderApp.Protos;

namespace OrderApp.Tests.Resilience.Chaos.Recording;

/// <summary>Where clients reach one replica.</summary>
internal sealed record Door(string Name, OrderService.OrderServiceClient Client);
