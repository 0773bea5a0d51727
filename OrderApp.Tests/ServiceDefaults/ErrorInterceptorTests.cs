using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.ServiceDefaults;

public sealed class ErrorInterceptorTests
{
    [Fact]
    public async Task What_a_method_of_any_kind_did_not_expect_is_INTERNAL_and_tells_nothing()
    {
        await using var server = await StartBrokenAsync();
        using var channel = GrpcChannel.ForAddress(server.Urls.Single());
        var client = new RouteGuide.RouteGuideClient(channel);

        using var list = client.ListFeatures(new());
        using var record = client.RecordRoute();
        using var chat = client.RouteChat();
        var answers = await Task.WhenAll(
            Refusal.OfAsync(client.GetFeatureAsync(new())),
            StatusAsync(() => list.ResponseStream.MoveNext(CancellationToken.None)),
            StatusAsync(() => record.ResponseAsync),
            StatusAsync(() => chat.ResponseStream.MoveNext(CancellationToken.None)));

        Assert.All(answers, status => Assert.Equal(new Status(StatusCode.Internal, "internal error"), status));
    }

    private static async Task<Status> StatusAsync(Func<Task> call) => (await Assert.ThrowsAsync<RpcException>(call)).Status;

    private static async Task<WebApplication> StartBrokenAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.Sources.Clear();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGrpcService<BrokenRoutes>();
        await app.StartAsync();
        return app;
    }

    private sealed class BrokenRoutes : RouteGuide.RouteGuideBase
    {
        public override Task<Feature> GetFeature(Point request, ServerCallContext context) => throw Broken();

        public override async Task ListFeatures(Rectangle request, IServerStreamWriter<Feature> responseStream, ServerCallContext context)
        {
            await Task.Yield();
            throw Broken();
        }

        public override Task<RouteSummary> RecordRoute(IAsyncStreamReader<Point> requestStream, ServerCallContext context) => throw Broken();

        public override Task RouteChat(
            IAsyncStreamReader<RouteNote> requestStream, IServerStreamWriter<RouteNote> responseStream, ServerCallContext context) => throw Broken();

        private static InvalidOperationException Broken() => new("what nobody is to see");
    }
}
