using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OrderApp.Orders;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using OrderApp.Users;

namespace OrderApp.Tests.ServiceDefaults;

// The instrumentation of every service of this process describes every span: only one may run.
[CollectionDefinition(nameof(SpanTests), DisableParallelization = true)]
[Collection(nameof(SpanTests))]
public sealed class SpanTests
{
    [Fact]
    public async Task The_span_of_a_call_has_the_name_attributes_and_status_of_the_conventions()
    {
        using var spans = new SpanLog();
        await using var service = Start(spans);

        await new UserService.UserServiceClient(service.Channel).GetUserAsync(new() { Username = "Alice" });
        var span = await spans.FindAsync("userservice.UserService/GetUser");

        Assert.Equal(ActivityKind.Server, span.Kind);
        Assert.Equal(
            ("grpc", "userservice.UserService/GetUser", "OK"),
            (span.GetTagItem("rpc.system.name"), span.GetTagItem("rpc.method"), span.GetTagItem("rpc.response.status_code")));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    [Fact]
    public async Task A_callers_own_mistake_is_no_error_of_the_servers_span()
    {
        using var spans = new SpanLog();
        await using var service = Start(spans);

        await Refusal.OfAsync(new UserService.UserServiceClient(service.Channel).GetUserAsync(new() { Username = "\n" }));
        var span = await spans.FindAsync("userservice.UserService/GetUser");

        Assert.Equal((ActivityStatusCode.Unset, "INVALID_ARGUMENT"), (span.Status, span.GetTagItem("rpc.response.status_code")));
    }

    [Fact]
    public async Task What_the_server_cannot_do_is_an_error_of_its_span()
    {
        using var spans = new SpanLog();
        await using var service = TestService<OrderGrpcService>.Start(
            Listening(spans), ("Telemetry:TraceRatio", "1"), ("ConnectionStrings:orderdb", "Host=127.0.0.1;Port=1;Database=orderdb"));
        spans.Port = service.GrpcAddress.Port;

        await Refusal.OfAsync(new OrderService.OrderServiceClient(service.Channel).ListOrdersAsync(new()));
        var span = await spans.FindAsync("order.OrderService/ListOrders");

        Assert.Equal((ActivityStatusCode.Error, "UNAVAILABLE"), (span.Status, span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task The_span_of_a_request_has_the_name_and_attributes_of_the_conventions()
    {
        using var spans = new SpanLog();
        await using var service = Start(spans);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere?with=query");
        request.Headers.Add("User-Agent", "reader/1.0");
        using var refused = await service.Http.SendAsync(request);
        var span = await spans.FindAsync("GET", service.Http.BaseAddress!.Port);

        Assert.Equal(
            [
                ("http.request.method", "GET"), ("http.response.status_code", 404), ("network.protocol.version", "1.1"), ("server.address", "127.0.0.1"),
                ("server.port", service.Http.BaseAddress.Port), ("url.path", "/nowhere"), ("url.query", "?with=Redacted"), ("url.scheme", "http"),
                ("user_agent.original", "reader/1.0"),
            ],
            span.TagObjects.Select(tag => (tag.Key, tag.Value!)).OrderBy(tag => tag.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_method_that_is_unknown_is_an_attribute_and_no_name()
    {
        using var spans = new SpanLog();
        await using var service = Start(spans);

        using var request = new HttpRequestMessage(new("BREW"), "/nowhere");
        using var refused = await service.Http.SendAsync(request);
        var span = await spans.FindAsync("HTTP", service.Http.BaseAddress!.Port);

        Assert.Equal(("_OTHER", "BREW"), (span.GetTagItem("http.request.method"), span.GetTagItem("http.request.method_original")));
    }

    [Fact]
    public async Task Health_probes_leave_no_spans()
    {
        using var spans = new SpanLog();
        await using var service = Start(spans);

        // Whoever asks has its own trace recorded, so all that the service makes of it is told by that.
        using var asking = new Activity("asking") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        asking.Start();
        await new Grpc.Health.V1.Health.HealthClient(service.Channel).CheckAsync(new());
        using var probed = await service.Http.GetAsync(new Uri("/health", UriKind.Relative));
        await new UserService.UserServiceClient(service.Channel).GetUserAsync(new() { Username = "the last" });
        await spans.FindAsync("userservice.UserService/GetUser");

        Assert.Equal(
            ["userservice.UserService/GetUser"], spans.Ended.Where(span => span.Kind == ActivityKind.Server && span.TraceId == asking.TraceId).Select(span => span.DisplayName));
    }

    private static TestService<UserGrpcService> Start(SpanLog spans)
    {
        var service = TestService<UserGrpcService>.Start(Listening(spans), ("Telemetry:TraceRatio", "1"));
        spans.Port = service.GrpcAddress.Port;
        return service;
    }

    private static Action<IServiceCollection> Listening(SpanLog spans) =>
        services => services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans));

    /// <summary>Keeps the spans that one service exports; each service of this process hears the spans of all, so they are told apart by port.</summary>
    private sealed class SpanLog : BaseProcessor<Activity>
    {
        public int Port { get; set; }

        private readonly ConcurrentQueue<Activity> ended = [];

        public IEnumerable<Activity> Ended => ended;

        public override void OnEnd(Activity data) => ended.Enqueue(data);

        public async Task<Activity> FindAsync(string name, int? port = null)
        {
            Activity? found = null;
            await Eventually.TrueAsync(
                () => Task.FromResult((found = At(port ?? Port).FirstOrDefault(span => span.DisplayName == name)) is not null), $"the span {name} ended");
            return found!;
        }

        private IEnumerable<Activity> At(int port) =>
            ended.Where(span => span.Kind == ActivityKind.Server && span.GetTagItem("server.port") is int of && of == port);
    }
}
