using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace OrderApp.Marketplace.Security;

/// <summary>What the server takes in at most, before any request is looked at.</summary>
internal static class ServerLimits
{
    // From the checked options: what Kestrel itself says of a bad number does not name the setting.
    public static void AddServerLimits(this IServiceCollection services) =>
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<WebOptions>>((kestrel, web) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = web.Value.MaxBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = web.Value.MaxConnections; // Kestrel counts each port for itself
            kestrel.Limits.MaxConcurrentUpgradedConnections = 0; // nothing here upgrades, and an upgraded one would not be counted
            kestrel.Limits.Http2.MaxStreamsPerConnection = web.Value.MaxStreamsPerConnection;
        });
}
