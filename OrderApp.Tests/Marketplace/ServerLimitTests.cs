using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using OrderApp.Tests.Resilience.Http2;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using OrderApp.Users;

namespace OrderApp.Tests.Marketplace;

public sealed class ServerLimitTests
{
    private const int MaxMessageBytes = 4 * 1024 * 1024;
    private const string RefusedStream = "reset with HTTP/2 error 7";
    private static readonly TimeSpan ClosedWithin = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_beyond_the_limit_is_closed_and_neither_the_others_nor_the_other_port_notice()
    {
        await using var shop = await Shop.OpenAsync(("Web:MaxConnections", "3"));
        var routes = new RouteGuide.RouteGuideClient(shop.Marketplace.Channel);
        using var features = routes.ListFeatures(new(), cancellationToken: Cancellation);
        Assert.True(await features.ResponseStream.MoveNext(Cancellation));
        using var second = Connect(shop.Marketplace.GrpcAddress);
        using var third = Connect(shop.Marketplace.GrpcAddress);
        Assert.False(await IsClosedAsync(second));
        Assert.False(await IsClosedAsync(third));

        using (var fourth = Connect(shop.Marketplace.GrpcAddress))
            Assert.True(await IsClosedAsync(fourth), "the fourth connection is closed");

        Assert.Equal(7, (await routes.GetFeatureAsync(new() { Latitude = 7 }, cancellationToken: Cancellation)).Location.Latitude);
        using (var pages = await shop.Http.GetAsync(new Uri("/health", UriKind.Relative), Cancellation))
            Assert.Equal(HttpStatusCode.OK, pages.StatusCode);
        third.Dispose();
        await Eventually.TrueAsync(
            async () =>
            {
                using var another = Connect(shop.Marketplace.GrpcAddress);
                return !await IsClosedAsync(another);
            },
            "a connection is taken again where one has ended");
    }

    [Fact]
    public async Task A_client_is_told_how_many_streams_a_connection_takes_and_one_more_is_refused()
    {
        const int limit = 5;
        await using var shop = await Shop.OpenAsync(("Web:MaxStreamsPerConnection", $"{limit}"));
        var events = new StreamLog();
        using var connection = new Http2Connection(shop.Marketplace.GrpcAddress, events);
        var headers = Hpack.GrpcRequest(shop.Marketplace.GrpcAddress.Authority, "/routeguide.RouteGuide/ListFeatures");

        var streams = Enumerable.Range(0, limit + 1).Select(_ => connection.Start(headers, GrpcFrame.Of(new Rectangle()))).ToList();
        connection.Flush();
        while (events.Open.Count < limit || events.Failures.Count == 0)
            connection.Receive();

        Assert.Equal(limit, connection.MaxStreams);
        Assert.Equal(streams[..limit].Order(), events.Open.Order());
        Assert.Equal((streams[^1], RefusedStream), Assert.Single(events.Failures));
    }

    [Fact]
    public async Task A_message_of_4_MiB_passes_the_front_door_and_one_byte_more_is_too_much()
    {
        await using var users = await TestService.StartAsync<UserGrpcService>();
        await using var marketplace = await TestService.StartAsync<FrontDoorRoute>(("services:userservice:grpc:0", users.GrpcAddress.ToString()));
        var client = new UserService.UserServiceClient(marketplace.Channel);

        var largest = await Refusal.OfAsync(client.GetUserAsync(OfSize(MaxMessageBytes), cancellationToken: Cancellation));
        var larger = await Refusal.OfAsync(client.GetUserAsync(OfSize(MaxMessageBytes + 1), cancellationToken: Cancellation));

        Assert.Equal((StatusCode.InvalidArgument, StatusCode.ResourceExhausted), (largest.StatusCode, larger.StatusCode));
        Assert.StartsWith("username: ", largest.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MaxConnections", "0")]
    [InlineData("MaxConnections", "-1")]
    [InlineData("MaxConnections", "many")]
    [InlineData("MaxStreamsPerConnection", "0")]
    [InlineData("MaxStreamsPerConnection", "10001")]
    public async Task A_limit_that_is_none_keeps_the_shop_closed_and_is_named(string setting, string value)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Shop.OpenAsync(($"Web:{setting}", value)));

        Assert.Contains(setting, error.ToString(), StringComparison.Ordinal);
    }

    private static Socket Connect(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(address.Host, address.Port);
        socket.Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"u8);
        return socket;
    }

    // An open one sends its settings first.
    private static async Task<bool> IsClosedAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(ClosedWithin);
        try
        {
            return await socket.ReceiveAsync(new byte[1024], limit.Token) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static GetUserRequest OfSize(int size)
    {
        var request = new GetUserRequest { Username = new string('x', size - 5) };
        Assert.Equal(size, request.CalculateSize());
        return request;
    }

    private sealed class StreamLog : IStreamEvents
    {
        public List<int> Open { get; } = [];

        public List<(int Stream, string Failure)> Failures { get; } = [];

        public void Opened(int stream) => Open.Add(stream);

        public void Data(int stream, ReadOnlySpan<byte> bytes)
        {
        }

        public void Ended(int stream, int? grpcStatus, string? failure) => Failures.Add((stream, failure ?? $"status {grpcStatus}"));
    }
}
