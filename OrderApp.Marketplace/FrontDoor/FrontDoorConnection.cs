using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OrderApp.Marketplace.FrontDoor;

/// <summary>Marks the connections that came in at the gRPC port, so that routing can tell the two ports apart.</summary>
internal sealed class FrontDoorConnection
{
    public static void Mark(KestrelServerOptions kestrel) =>
        kestrel.ConfigurationLoader?.Endpoint("grpc", endpoint => endpoint.ListenOptions.Use(next => connection =>
        {
            connection.Features.Set(new FrontDoorConnection());
            return next(connection);
        }));
}
