using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OrderApp.Tests.Marketplace;

public sealed class RouteRuleTests
{
    [Fact]
    public async Task Every_route_says_who_may_come()
    {
        await using var shop = await Shop.OpenAsync();

        var routes = shop.Marketplace.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var open = routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null && route.Metadata.GetMetadata<IAuthorizeData>() is null);
        var guarded = routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null && route.Metadata.GetMetadata<IAuthorizeData>() is not null);

        // Those that gRPC adds by itself answer that there is no such method.
        Assert.Empty(open.Select(route => route.DisplayName).Where(name => name?.StartsWith("gRPC - Unimplemented", StringComparison.Ordinal) is not true));
        Assert.Equal(["account", "account/delete", "account/password"], guarded.Select(route => route.RoutePattern.RawText).Order(StringComparer.Ordinal));
    }
}
