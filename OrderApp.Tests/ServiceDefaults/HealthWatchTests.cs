using Grpc.Core;
using Grpc.Health.V1;
using OrderApp.Orders;
using OrderApp.Tests.Support;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace OrderApp.Tests.ServiceDefaults;

public sealed class HealthWatchTests
{
    [Fact]
    public async Task Watch_sends_the_state_at_once_and_then_only_its_changes()
    {
        await using var database = await OwnPostgres.StartAsync();
        await using var service = await TestService.StartAsync<OrderGrpcService>(("ConnectionStrings:orderdb", database.Connection));
        var health = new Health.HealthClient(service.Channel);
        await Eventually.TrueAsync(async () => (await health.CheckAsync(new())).Status == Status.Serving, "the service is serving");
        using var watch = health.Watch(new() { Service = "order.OrderService" });
        var states = new List<Status> { await NextAsync(watch) };

        await database.Server.KillAsync();
        states.Add(await NextAsync(watch));
        await database.Server.StartAsync();
        states.Add(await NextAsync(watch));

        Assert.Equal([Status.Serving, Status.NotServing, Status.Serving], states);
    }

    private static async Task<Status> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.True(await watch.ResponseStream.MoveNext(limit.Token));
        return watch.ResponseStream.Current.Status;
    }
}
