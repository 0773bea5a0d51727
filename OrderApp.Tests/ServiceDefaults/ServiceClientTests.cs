using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.LocalPostgres;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Tests.ServiceDefaults;

public sealed class ServiceClientTests
{
    [Fact]
    public async Task A_call_without_a_deadline_gets_the_default_one_and_a_call_with_one_keeps_it()
    {
        await using var server = await OrderStub.StartAsync();
        await using var app = Caller(server.Address);
        var client = app.Services.GetRequiredService<OrderService.OrderServiceClient>();
        var own = DateTime.UtcNow.AddMinutes(3);

        var before = DateTime.UtcNow;
        await client.ReadOrderAsync(new());
        await client.ReadOrderAsync(new(), deadline: own);

        var deadlines = server.Calls.Select(call => call.Deadline).ToList();
        Assert.InRange(deadlines[0], before.AddSeconds(4), DateTime.UtcNow.AddSeconds(6));
        Assert.InRange(deadlines[1], own.AddSeconds(-2), own.AddSeconds(2));
    }

    [Fact]
    public async Task A_call_that_is_safe_to_repeat_is_tried_four_times_and_one_that_is_not_only_once()
    {
        await using var server = await OrderStub.StartAsync();
        server.Fail = StatusCode.Unavailable;
        await using var app = Caller(server.Address);
        var client = app.Services.GetRequiredService<OrderService.OrderServiceClient>();

        await Assert.ThrowsAsync<RpcException>(async () => await client.CreateOrderAsync(new() { Name = "once" }));
        var creates = server.Calls.Count;
        await Assert.ThrowsAsync<RpcException>(async () => await client.ReadOrderAsync(new()));

        Assert.Equal((1, 4), (creates, server.Calls.Count - creates));
    }

    [Fact]
    public async Task Only_UNAVAILABLE_is_tried_again()
    {
        await using var server = await OrderStub.StartAsync();
        server.Fail = StatusCode.Internal;
        await using var app = Caller(server.Address);

        await Assert.ThrowsAsync<RpcException>(async () => await app.Services.GetRequiredService<OrderService.OrderServiceClient>().ReadOrderAsync(new()));

        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task Several_addresses_are_used_in_turn()
    {
        await using var first = await OrderStub.StartAsync();
        await using var second = await OrderStub.StartAsync();
        await using var app = Caller(first.Address, second.Address);
        var client = app.Services.GetRequiredService<OrderService.OrderServiceClient>();
        await Support.Eventually.TrueAsync(async () =>
        {
            await client.ReadOrderAsync(new());
            return !first.Calls.IsEmpty && !second.Calls.IsEmpty;
        }, "both addresses are connected to");
        var (before1, before2) = (first.Calls.Count, second.Calls.Count);

        for (var call = 0; call < 20; call++)
            await client.ReadOrderAsync(new());

        Assert.Equal((10, 10), (first.Calls.Count - before1, second.Calls.Count - before2));
    }

    [Fact]
    public async Task When_one_of_two_addresses_is_away_the_other_takes_all_calls()
    {
        await using var server = await OrderStub.StartAsync();
        await using var app = Caller(new Uri($"http://127.0.0.1:{FreePort.Find()}"), server.Address);
        var client = app.Services.GetRequiredService<OrderService.OrderServiceClient>();

        for (var call = 0; call < 10; call++)
            await client.ReadOrderAsync(new());

        Assert.Equal(10, server.Calls.Count);
    }

    [Fact]
    public async Task A_service_without_an_address_is_unavailable_and_the_message_says_what_to_set()
    {
        await using var app = Caller();

        var status = await Support.Refusal.OfAsync(app.Services.GetRequiredService<OrderService.OrderServiceClient>().CreateOrderAsync(new()));

        Assert.Equal(StatusCode.Unavailable, status.StatusCode);
        Assert.Contains("services__orderservice__grpc__0", status.Detail, StringComparison.Ordinal);
    }

    private static WebApplication Caller(params Uri[] addresses)
    {
        var builder = WebApplication.CreateSlimBuilder();
        for (var index = 0; index < addresses.Length; index++)
            builder.Configuration[$"services:orderservice:grpc:{index}"] = addresses[index].ToString();
        builder.AddServiceClient<OrderService.OrderServiceClient>("orderservice");
        return builder.Build();
    }
}
