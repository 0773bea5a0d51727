using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Marketplace.Security;
using OrderApp.ServiceDefaults;

namespace OrderApp.Marketplace.Pages;

internal sealed class StatusModel(HealthCheckService health, IOptions<WebOptions> web) : PageModel
{
    public IReadOnlyList<ServiceState> Services { get; private set; } = [];

    public Uri? DashboardAddress => web.Value.DashboardAddress;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var report = await health.CheckHealthAsync(check => check.Tags.Contains(ServiceHealth.OfAnotherProcess), cancellationToken);
        Services = [.. FrontDoorMap.Contracts.Select(entry => StateOf(entry.Service, entry.Contract.FullName, report.Entries[entry.Contract.FullName]))];
    }

    private static ServiceState StateOf(string service, string contract, HealthReportEntry found) =>
        new(service, contract, found.Status == HealthStatus.Healthy, found.Duration);
}

/// <summary>How a service is.</summary>
internal sealed record ServiceState(string Service, string Contract, bool IsServing, TimeSpan Took)
{
    /// <summary>What customers miss while it is away.</summary>
    public string Missing => Service switch
    {
        "orderservice" => "Orders can neither be made nor seen.",
        "catalogue" => "The catalogue is not shown. Orders go on.",
        "recommendations" => "Recommendations are not shown. Orders go on.",
        "inventory" => "The stock is not known. Orders go on.",
        "transactions" => "Nothing can be paid for or paid back.",
        "cart" => "Nothing can be bought. The catalogue is still shown.",
        "reviews" => "Reviews are not shown. Orders go on.",
        "routeguide" => "The map of routes is empty.",
        _ => "Nobody is greeted, and nobody can sign in. Who has signed in stays so.",
    };
}
