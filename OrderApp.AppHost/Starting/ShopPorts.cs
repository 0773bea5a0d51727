using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OrderApp.AppHost.Starting;

/// <summary>The shop's public ports; the options Ports:Pages, Ports:FrontDoor and Ports:Dashboard change them.</summary>
internal sealed record ShopPorts(int Pages, int FrontDoor, int Dashboard)
{
    /// <summary>Where people open the dashboard; null when its port is not known.</summary>
    public string? DashboardAddress => Dashboard > 0 ? $"http://localhost:{Dashboard}" : null;

    public IEnumerable<(string Option, string Purpose, int Port)> All =>
    [
        ("Ports:Pages", "pages", Pages),
        ("Ports:FrontDoor", "gRPC front door", FrontDoor),
        ("Ports:Dashboard", "dashboard", Dashboard),
    ];
}

internal static class ShopPortsSetup
{
    // Where Aspire looks for the dashboard's address.
    private const string DashboardAddress = "ASPNETCORE_URLS";

    public static ShopPorts AddShopPorts(this IDistributedApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (configuration["Ports:Dashboard"] is { } dashboard)
            configuration[DashboardAddress] = $"http://localhost:{dashboard}";
        configuration[DashboardAddress] ??= "http://localhost:18888";
        return new(
            Read(configuration, "Ports:Pages", 5000),
            Read(configuration, "Ports:FrontDoor", 50051),
            Uri.TryCreate(configuration[DashboardAddress]!.Split(';')[0], UriKind.Absolute, out var address) ? address.Port : 0);
    }

    private static int Read(ConfigurationManager configuration, string option, int standard) =>
        configuration[option] is not { } text ? standard
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
}
