using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OrderApp.Tests.Marketplace;

public sealed class RouteRuleTests
{
    [Fact]
    public async Task Every_route_says_who_may_come()
    {
        // In Development the framework adds a fallback for files that are edited meanwhile.
        await using var shop = await Shop.OpenAsync(("environment", "Production"));

        var routes = shop.Marketplace.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        // Those that gRPC adds by itself answer that there is no such method.
        var open = routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null && route.Metadata.GetMetadata<IAuthorizeData>() is null
            && route.DisplayName?.StartsWith("gRPC - Unimplemented", StringComparison.Ordinal) is not true).Select(route => route.DisplayName).ToList();
        var guarded = routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null && route.Metadata.GetMetadata<IAuthorizeData>() is not null);

        Assert.Empty(open);
        Assert.Equal(["account", "account/delete", "account/password"], guarded.Select(route => route.RoutePattern.RawText).Order(StringComparer.Ordinal));
    }
}
