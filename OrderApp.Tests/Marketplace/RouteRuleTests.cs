using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OrderApp.Tests.Marketplace;

public sealed class RouteRuleTests
{
    // gRPC's answer that there is no such method, and the files that a build which is not published serves from their source; neither takes a rule.
    private static readonly string[] OfTheFramework = ["gRPC - Unimplemented", "Fallback {**path:file}"];

    [Fact]
    public async Task Every_route_says_who_may_come()
    {
        await using var shop = await Shop.OpenAsync();

        var routes = shop.Marketplace.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var open = routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null && route.Metadata.GetMetadata<IAuthorizeData>() is null
            && !OfTheFramework.Any(name => route.DisplayName?.StartsWith(name, StringComparison.Ordinal) is true)).Select(route => route.DisplayName).ToList();
        var guarded = routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null && route.Metadata.GetMetadata<IAuthorizeData>() is not null);

        Assert.Empty(open);
        Assert.Equal(["/audit.AuditTrail/ListAuditEntries", "account", "account/delete", "account/password"], guarded.Select(route => route.RoutePattern.RawText!)
            .Where(route => route.Split('/')[0] != "operator").Order(StringComparer.Ordinal));
    }
}
