using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace OrderApp.Tests.Marketplace;

public sealed class FrontDoorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metadata_deadline_and_trailers_pass_through_unchanged()
    {
        await using var shop = await Shop.OpenAsync();
        var routes = new RouteGuide.RouteGuideClient(shop.Marketplace.Channel);
        var headers = new Metadata { { "asked", "a,b" }, { "asked-bin", [0, 255] } };

        using var call = routes.GetFeatureAsync(new() { Latitude = 5 }, headers, DateTime.UtcNow.AddSeconds(20), Cancellation);

        Assert.Equal(5, (await call).Location.Latitude);
        var trailers = call.GetTrailers();
        Assert.Equal("a,b", trailers.GetValue("seen-header"));
        Assert.Equal("some", trailers.GetValue("seen-deadline"));
        Assert.Equal([0, 255], trailers.GetValueBytes("seen-bin")!);
    }

    [Fact]
    public async Task A_call_whose_metadata_is_in_another_script_is_answered_by_the_service()
    {
        await using var shop = await Shop.OpenAsync();
        using var caller = new RawGrpc(shop.Marketplace.GrpcAddress);

        var status = await caller.CallAsync("routeguide.RouteGuide/GetFeature", RawGrpc.Frame(new Point { Latitude = 5 }.ToByteArray()), ("other", "Толстой"));

        Assert.Equal(StatusCode.OK, status.StatusCode);
    }

    [Fact]
    public async Task A_status_of_the_service_arrives_with_its_text()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Orders.Failure = new Status(StatusCode.InvalidArgument, "name: не может быть пустым");

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Orders(shop).ListOrdersAsync(new(), cancellationToken: Cancellation));

        Assert.Equal(shop.Orders.Failure, new Status(refused.StatusCode, refused.Status.Detail));
    }

    [Fact]
    public async Task A_chat_is_passed_on_note_by_note()
    {
        await using var shop = await Shop.OpenAsync();
        using var chat = new RouteGuide.RouteGuideClient(shop.Marketplace.Channel).RouteChat(cancellationToken: Cancellation);

        foreach (var text in new[] { "one", "two", "three" })
        {
            await chat.RequestStream.WriteAsync(new() { Message = text }, Cancellation);
            Assert.True(await chat.ResponseStream.MoveNext(Cancellation));
            Assert.Equal(text, chat.ResponseStream.Current.Message);
        }

        await chat.RequestStream.CompleteAsync();
        Assert.False(await chat.ResponseStream.MoveNext(Cancellation));
    }

    [Fact]
    public async Task A_stream_of_points_is_counted_to_its_end()
    {
        await using var shop = await Shop.OpenAsync();
        using var trip = new RouteGuide.RouteGuideClient(shop.Marketplace.Channel).RecordRoute(cancellationToken: Cancellation);

        for (var point = 0; point < 1000; point++)
            await trip.RequestStream.WriteAsync(new() { Latitude = point }, Cancellation);
        await trip.RequestStream.CompleteAsync();

        Assert.Equal(1000, (await trip).PointCount);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_at_the_service()
    {
        await using var shop = await Shop.OpenAsync();
        using var features = new RouteGuide.RouteGuideClient(shop.Marketplace.Channel).ListFeatures(new(), cancellationToken: Cancellation);
        Assert.True(await features.ResponseStream.MoveNext(Cancellation));

        features.Dispose();

        await shop.Routes.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
    }

    [Fact]
    public async Task A_service_that_is_down_is_unavailable_at_once_and_back_when_it_is_back()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.OrderService.StopAsync();
        var watch = Stopwatch.StartNew();

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Orders(shop).ListOrdersAsync(new(), cancellationToken: Cancellation));

        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await shop.OrderService.StartAsync();
        await Orders(shop).ListOrdersAsync(new(), cancellationToken: Cancellation);
    }

    [Fact]
    public async Task A_stream_whose_service_dies_ends_unavailable()
    {
        await using var shop = await Shop.OpenAsync();
        using var features = new RouteGuide.RouteGuideClient(shop.Marketplace.Channel).ListFeatures(new(), cancellationToken: Cancellation);
        Assert.True(await features.ResponseStream.MoveNext(Cancellation));

        await shop.RouteService.StopAsync();

        var broken = await Assert.ThrowsAsync<RpcException>(() => features.ResponseStream.MoveNext(Cancellation));
        Assert.Equal(StatusCode.Unavailable, broken.StatusCode);
    }

    [Theory]
    [InlineData("100m", StatusCode.DeadlineExceeded)]
    [InlineData("5u", StatusCode.DeadlineExceeded)]
    [InlineData("10S", StatusCode.Unavailable)]
    [InlineData("soon", StatusCode.Unavailable)]
    public async Task A_call_that_breaks_off_past_its_deadline_has_exceeded_it(string timeout, StatusCode status)
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        var hangingUp = Task.Run(async () =>
        {
            using var caller = await deaf.AcceptSocketAsync(Cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(500), Cancellation);
            deaf.Stop();
        }, Cancellation);
        await using var marketplace = await TestService.StartAsync<FrontDoorRoute>(("services:userservice:grpc:0", $"http://{deaf.LocalEndpoint}"));
        using var raw = new RawGrpc(marketplace.GrpcAddress);

        var answer = await raw.CallAsync("userservice.UserService/GetUser", RawGrpc.Frame([]), ("grpc-timeout", timeout));

        await hangingUp;
        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_service_without_an_address_is_unavailable_and_the_front_door_opens(string? address)
    {
        (string, string)[] settings = address is null ? [] : [("services:userservice:grpc:0", address)];
        await using var marketplace = await TestService.StartAsync<FrontDoorRoute>(settings);
        var users = new UserService.UserServiceClient(marketplace.Channel);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await users.GetUserAsync(new(), cancellationToken: Cancellation));

        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
    }

    [Theory]
    [InlineData("nobody.Nothing")]
    [InlineData("order")]
    public async Task An_unknown_method_is_unimplemented(string service)
    {
        await using var shop = await Shop.OpenAsync();
        var method = new Method<Point, Point>(
            MethodType.Unary, service, "Call",
            Marshallers.Create(_ => Array.Empty<byte>(), _ => new Point()), Marshallers.Create(_ => Array.Empty<byte>(), _ => new Point()));

        var refused = await Assert.ThrowsAsync<RpcException>(
            async () => await shop.Marketplace.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Cancellation), new()));

        Assert.Equal(StatusCode.Unimplemented, refused.StatusCode);
    }

    [Fact]
    public async Task Health_at_the_front_door_is_the_health_of_the_service_behind_it()
    {
        await using var shop = await Shop.OpenAsync();
        var health = new Health.HealthClient(shop.Marketplace.Channel);

        await IsAsync(ServingStatus.Serving);
        await shop.OrderService.StopAsync();
        await IsAsync(ServingStatus.NotServing);
        var own = await health.CheckAsync(new(), cancellationToken: Cancellation);
        var unknown = await Assert.ThrowsAsync<RpcException>(
            async () => await health.CheckAsync(new() { Service = "nobody.Nothing" }, cancellationToken: Cancellation));

        Assert.Equal(ServingStatus.Serving, own.Status);
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);

        Task IsAsync(ServingStatus state) => Eventually.TrueAsync(
            async () => (await health.CheckAsync(new() { Service = "order.OrderService" }, cancellationToken: Cancellation)).Status == state, $"the front door says {state}");
    }

    [Fact]
    public async Task Reflection_at_the_front_door_names_everything_behind_it()
    {
        await using var shop = await Shop.OpenAsync();
        using var call = new ServerReflection.ServerReflectionClient(shop.Marketplace.Channel).ServerReflectionInfo(cancellationToken: Cancellation);

        await call.RequestStream.WriteAsync(new() { ListServices = "" }, Cancellation);
        await call.ResponseStream.MoveNext(Cancellation);

        var names = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToHashSet();
        Assert.Superset(
            new HashSet<string> { "order.OrderService", "Recommendations", "catalogue.Catalogue", "inventory.Inventory", "reviews.Reviews", "routeguide.RouteGuide", "transactions.Transactions", "userservice.UserService", "userservice.Accounts", "grpc.health.v1.Health" },
            names);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/orders")]
    [InlineData("/order")]
    public async Task Pages_and_the_json_api_are_not_served_at_the_front_door(string address)
    {
        await using var shop = await Shop.OpenAsync();
        using var http = new HttpClient { BaseAddress = shop.Marketplace.GrpcAddress, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        var answer = await http.GetAsync(new Uri(address, UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task The_services_are_not_reached_through_the_pages_port()
    {
        await using var shop = await Shop.OpenAsync();
        using var body = new ByteArrayContent([0, 0, 0, 0, 0]);
        body.Headers.ContentType = new("application/grpc");

        var answer = await shop.Http.PostAsync(new Uri("/order.OrderService/ListOrders", UriKind.Relative), body, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static OrderService.OrderServiceClient Orders(Shop shop) => new(shop.Marketplace.Channel);
}
