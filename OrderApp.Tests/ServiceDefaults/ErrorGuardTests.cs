using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrderApp.Books;
using OrderApp.Orders;
using OrderApp.Protos;
using OrderApp.Recommending;
using OrderApp.Routes;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Grpc;
using OrderApp.Tests.Support;
using OrderApp.Users;

namespace OrderApp.Tests.ServiceDefaults;

public sealed class ErrorGuardTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_method_of_any_kind_did_not_expect_is_INTERNAL_and_tells_nothing(bool madeForEachCall)
    {
        await using var server = await StartBrokenAsync(madeForEachCall);
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

    [Fact]
    public async Task Every_method_of_every_service_is_guarded()
    {
        const string Nowhere = "Host=127.0.0.1;Port=1;Database=none";
        await using var orders = TestService<OrderGrpcService>.Start(null, ("ConnectionStrings:orderdb", Nowhere));
        await using var books = TestService<CatalogueGrpcService>.Start(null, ("ConnectionStrings:catalogdb", Nowhere));
        await using var recommendations = TestService<RecommendationsGrpcService>.Start(null, ("ConnectionStrings:recommenddb", Nowhere));
        await using var routes = await TestService.StartAsync<RouteGuideGrpcService>();
        await using var users = await TestService.StartAsync<UserGrpcService>();

        IServiceProvider[] programs = [orders.Services, books.Services, recommendations.Services, routes.Services, users.Services];

        Assert.All(programs.SelectMany(Methods), method => Assert.True(IsGuarded(method.Program, method.Metadata.ServiceType), method.Metadata.Method.FullName));
    }

    private static IEnumerable<(IServiceProvider Program, GrpcMethodMetadata Metadata)> Methods(IServiceProvider program)
    {
        var methods = program.GetRequiredService<EndpointDataSource>().Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()).OfType<GrpcMethodMetadata>().ToList();
        Assert.NotEmpty(methods);
        return methods.Select(method => (program, method));
    }

    // What MapService has mapped has no type of its own; what is made for each call must have the interceptor.
    private static bool IsGuarded(IServiceProvider program, Type service)
    {
        if (service.Assembly == typeof(GrpcServiceOptions).Assembly)
            return true;
        var options = typeof(IOptions<>).MakeGenericType(typeof(GrpcServiceOptions<>).MakeGenericType(service));
        var value = (GrpcServiceOptions)options.GetProperty(nameof(IOptions<object>.Value))!.GetValue(program.GetRequiredService(options))!;
        return value.Interceptors.Any(interceptor => interceptor.Type.Name == "ErrorInterceptor");
    }

    private static async Task<Status> StatusAsync(Func<Task> call) => (await Assert.ThrowsAsync<RpcException>(call)).Status;

    private static async Task<WebApplication> StartBrokenAsync(bool madeForEachCall)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.Sources.Clear();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.AddServiceDefaults();
        if (madeForEachCall)
            builder.Services.AddServiceForEachCall<BrokenRoutes>();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        if (madeForEachCall)
            app.MapGrpcService<BrokenRoutes>();
        else
            app.MapService<BrokenRoutes>(RouteGuide.BindService);
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
