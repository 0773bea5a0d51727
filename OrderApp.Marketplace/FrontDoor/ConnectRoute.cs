namespace OrderApp.Marketplace.FrontDoor;

/// <summary>
/// Marks what is passed on to the user service's own pages (/connect, /.well-known) as it comes: it checks its forms and callers itself.
/// </summary>
internal sealed class ConnectRoute;
