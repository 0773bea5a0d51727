using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OrderApp.AppHost.Startup;

/// <summary>The shop's public ports; the options Ports:Pages, Ports:FrontDoor and Ports:Dashboard change them.</summary>
internal sealed record Ports(int Pages, int FrontDoor, int Dashboard)
{
    // Where Aspire looks for the dashboard's address.
    private const string DashboardSetting = "ASPNETCORE_URLS";

    /// <summary>Where people open the dashboard; null when it is not known.</summary>
    public string? DashboardAddress => Dashboard > 0 ? $"http://localhost:{Dashboard}" : null;

    /// <summary>Each with the option that changes it and what it is for.</summary>
    public IEnumerable<(string Option, string Purpose, int Port)> All =>
    [
        ("Ports:Pages", "pages", Pages),
        ("Ports:FrontDoor", "gRPC front door", FrontDoor),
        ("Ports:Dashboard", "dashboard", Dashboard),
    ];

    /// <summary>Reads the options and tells Aspire the dashboard's.</summary>
    public static Ports Read(IConfiguration configuration)
    {
        if (configuration["Ports:Dashboard"] is { } dashboard)
            configuration[DashboardSetting] = $"http://localhost:{dashboard}";
        configuration[DashboardSetting] ??= "http://localhost:18888";
        return new(
            Read(configuration, "Ports:Pages", 5000),
            Read(configuration, "Ports:FrontDoor", 50051),
            Uri.TryCreate(configuration[DashboardSetting]!.Split(';')[0], UriKind.Absolute, out var address) ? address.Port : 0);
    }

    private static int Read(IConfiguration configuration, string option, int standard) =>
        configuration[option] is not { } text ? standard
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
}
