using OrderApp.Protos;
using OrderApp.Routes;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Routes;

/// <summary>RouteGuide on a port of its own and a client of it.</summary>
internal sealed class RouteGuideUnderTest : IAsyncDisposable
{
    private readonly TestService<RouteGuideGrpcService> service;

    private RouteGuideUnderTest(TestService<RouteGuideGrpcService> service)
    {
        this.service = service;
        Client = new RouteGuide.RouteGuideClient(service.Channel);
    }

    public RouteGuide.RouteGuideClient Client { get; }

    public static async Task<RouteGuideUnderTest> StartAsync(params (string Key, string Value)[] settings) =>
        new(await TestService.StartAsync<RouteGuideGrpcService>(settings));

    public static Task<RouteGuideUnderTest> StartAsync(FeaturesFile features) => StartAsync(("RouteGuide:FeaturesFile", features.Path));

    public ValueTask DisposeAsync() => service.DisposeAsync();
}
