namespace OrderApp.Marketplace.FrontDoor;

/// <summary>Endpoint metadata: this route leads to a service behind the front door.</summary>
internal sealed class FrontDoorRoute;
