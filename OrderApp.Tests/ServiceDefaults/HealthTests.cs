using Grpc.Core;
using Grpc.Health.V1;
using OrderApp.Tests.Support;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace OrderApp.Tests.ServiceDefaults;

public sealed class HealthTests
{
    [Fact]
    public async Task Check_tells_that_a_ready_service_is_serving()
    {
        await using var service = await TestService.StartAsync<OrderApp.Users.UserGrpcService>();
        var health = new Health.HealthClient(service.Channel);

        await Eventually.TrueAsync(async () => (await health.CheckAsync(new())).Status == Status.Serving, "the server is serving");
        var named = await health.CheckAsync(new() { Service = "userservice.UserService" });

        Assert.Equal(Status.Serving, named.Status);
    }

    [Fact]
    public async Task Check_answers_not_found_for_a_service_that_is_not_here()
    {
        await using var service = await TestService.StartAsync<OrderApp.Users.UserGrpcService>();
        var health = new Health.HealthClient(service.Channel);

        var error = await Assert.ThrowsAsync<RpcException>(async () => await health.CheckAsync(new() { Service = "no.Such" }));

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task Watch_keeps_the_stream_open_for_a_service_that_is_not_here()
    {
        await using var service = await TestService.StartAsync<OrderApp.Users.UserGrpcService>();
        var health = new Health.HealthClient(service.Channel);
        using var watch = health.Watch(new() { Service = "no.Such" });

        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(Status.ServiceUnknown, watch.ResponseStream.Current.Status);
        using var aWhile = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var ended = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(aWhile.Token));

        Assert.Equal(StatusCode.Cancelled, ended.StatusCode);
    }
}
