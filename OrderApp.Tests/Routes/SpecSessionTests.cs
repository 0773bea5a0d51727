using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Routes;

/// <summary>The session that the original client prints, call by call, against the data that the service comes with.</summary>
public sealed class SpecSessionTests
{
    [Fact]
    public async Task The_point_of_a_feature_gives_its_name_and_another_point_an_empty_one()
    {
        await using var service = await RouteGuideUnderTest.StartAsync();

        var found = await service.Client.GetFeatureAsync(new Point { Latitude = 409146138, Longitude = -746188906 });
        var nothing = await service.Client.GetFeatureAsync(new Point());

        Assert.Equal("Berkshire Valley Management Area Trail, Jefferson, NJ, USA", found.Name);
        Assert.Equal(new Feature { Name = "", Location = new Point() }, nothing);
    }

    [Fact]
    public async Task The_rectangle_between_40_minus_75_and_42_minus_73_holds_the_hundred_features_in_order()
    {
        await using var service = await RouteGuideUnderTest.StartAsync();
        using var call = service.Client.ListFeatures(new Rectangle
        {
            Lo = new Point { Latitude = 400000000, Longitude = -750000000 },
            Hi = new Point { Latitude = 420000000, Longitude = -730000000 },
        });

        var features = await call.ResponseStream.ReadAllAsync().ToListAsync();

        Assert.Equal(100, features.Count);
        Assert.Equal(36, features.Count(feature => feature.Name.Length == 0));
        Assert.Equal("Patriots Path, Mendham, NJ 07945, USA", features[0].Name);
        Assert.Equal(new Point { Latitude = 407113723, Longitude = -749746483 }, features[23].Location);
        Assert.Equal("3 Hasta Way, Newton, NJ 07860, USA", features[99].Name);
    }

    [Fact]
    public async Task The_ten_visited_points_make_a_trip_of_850915_metres_past_ten_features()
    {
        await using var service = await RouteGuideUnderTest.StartAsync();
        using var call = service.Client.RecordRoute();

        (int Latitude, int Longitude)[] visited =
        [
            (412856162, -745148837), (418465462, -746859398), (406589790, -743560121), (416851321, -742674555), (415301720, -748416257),
            (407033786, -743977337), (401012643, -744035134), (412144655, -743949739), (414638017, -745957854), (400273442, -741220915),
        ];
        foreach (var (latitude, longitude) in visited)
            await call.RequestStream.WriteAsync(new Point { Latitude = latitude, Longitude = longitude });
        await call.RequestStream.CompleteAsync();

        var summary = await call;
        Assert.Equal((10, 10, 850915), (summary.PointCount, summary.FeatureCount, summary.Distance));
        Assert.InRange(summary.ElapsedTime, 0, 30);
    }

    [Fact]
    public async Task The_five_notes_bring_back_the_first_and_the_third()
    {
        await using var service = await RouteGuideUnderTest.StartAsync();
        using var call = service.Client.RouteChat();

        (string Message, int Latitude, int Longitude)[] notes =
            [("First message", 0, 0), ("Second message", 0, 1), ("Third message", 1, 0), ("Fourth message", 0, 0), ("Fifth message", 1, 0)];
        foreach (var (message, latitude, longitude) in notes)
        {
            var location = new Point { Latitude = latitude, Longitude = longitude };
            await call.RequestStream.WriteAsync(new RouteNote { Message = message, Location = location });
        }

        await call.RequestStream.CompleteAsync();

        var received = await call.ResponseStream.ReadAllAsync().ToListAsync();
        Assert.Equal(
            [
                new RouteNote { Message = "First message", Location = new Point() },
                new RouteNote { Message = "Third message", Location = new Point { Latitude = 1 } },
            ],
            received);
    }
}
