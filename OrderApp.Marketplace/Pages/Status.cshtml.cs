using System.Diagnostics;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Marketplace.Security;
using OrderApp.ServiceDefaults.Health;

namespace OrderApp.Marketplace.Pages;

internal sealed class StatusModel(IHealthSource health, IOptions<WebOptions> web) : PageModel
{
    public IReadOnlyList<ServiceState> Services { get; private set; } = [];

    public Uri? DashboardAddress => web.Value.DashboardAddress;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Services =
        await Task.WhenAll(FrontDoorMap.Contracts.Select(entry => AskAsync(entry.Service, entry.Contract.FullName, cancellationToken)));

    private async Task<ServiceState> AskAsync(string service, string contract, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var state = await health.FindAsync(contract, cancellationToken);
        return new(service, contract, state == HealthCheckResponse.Types.ServingStatus.Serving, watch.Elapsed);
    }
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
        "routeguide" => "The map of routes is empty.",
        _ => "Greetings are not given.",
    };
}
