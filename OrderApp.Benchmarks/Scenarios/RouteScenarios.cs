using Google.Protobuf;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>RouteGuide's four kinds of RPC. What a client streams stands ready and is sent at once.</summary>
internal static class RouteScenarios
{
    private const int Messages = 10;
    private static readonly Point Known = new() { Latitude = 407838351, Longitude = -746143763 };
    private static readonly Rectangle Everything = new()
    {
        Lo = new() { Latitude = 400000000, Longitude = -750000000 },
        Hi = new() { Latitude = 420000000, Longitude = -730000000 },
    };

    public static IEnumerable<Scenario> All =>
    [
        Route("route-get", "RouteGuide.GetFeature (unary)", "GetFeature", Known),
        Route("route-list", "RouteGuide.ListFeatures (server stream, the whole file)", "ListFeatures", Everything),
        Route("route-record", "RouteGuide.RecordRoute (client stream of 10 points)", "RecordRoute", [.. Enumerable.Repeat(Known, Messages)]),
        Route("route-chat", "RouteGuide.RouteChat (10 notes at one place both ways)", "RouteChat",
            [.. Enumerable.Range(0, Messages).Select(number => new RouteNote { Location = Known, Message = $"note {number}" })]),
    ];

    private static GrpcScenario Route(string name, string title, string method, params ReadOnlySpan<IMessage> messages)
    {
        var body = Bodies.Always(messages);
        return new(name, title, $"/routeguide.RouteGuide/{method}")
        {
            Target = (stage, cancellationToken) => stage.Shop.RoutesAsync(cancellationToken),
            Bodies = (_, _) => Task.FromResult(body),
            WarmUpShare = 0.1,
            Yardsticks = ["floor-128"],
        };
    }
}
