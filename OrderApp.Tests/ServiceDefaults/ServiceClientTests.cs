using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.LocalPostgres;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

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

    [Fact]
    public async Task All_addresses_that_DNS_has_for_a_name_are_used_and_those_that_come_later_too()
    {
        await using var first = await OrderStub.StartAsync();
        await using var second = await OrderStub.StartAsync(IPAddress.Parse("127.0.0.2"), first.Address.Port);
        IPAddress[] found = [IPAddress.Loopback];
        await using var app = Caller(
            services => services.AddSingleton<HostLookup>((host, _) => Task.FromResult(host == "orders.shop" ? found : throw new SocketException())),
            new Uri($"http://orders.shop:{first.Address.Port}"));
        var client = app.Services.GetRequiredService<OrderService.OrderServiceClient>();

        for (var call = 0; call < 5; call++)
            await client.ReadOrderAsync(new());
        Assert.Equal((5, 0), (first.Calls.Count, second.Calls.Count));
        found = [IPAddress.Loopback, IPAddress.Parse("127.0.0.2")];

        await Support.Eventually.TrueAsync(async () =>
        {
            await client.ReadOrderAsync(new());
            return !second.Calls.IsEmpty;
        }, "the second address is called too");
    }

    [Fact]
    public async Task A_name_that_DNS_does_not_know_yet_is_looked_up_again()
    {
        await using var server = await OrderStub.StartAsync();
        var isKnown = false;
        await using var app = Caller(
            services => services.AddSingleton<HostLookup>((_, _) => isKnown ? Task.FromResult<IPAddress[]>([IPAddress.Loopback]) : throw new SocketException()),
            new Uri($"http://orders.shop:{server.Address.Port}"));
        var client = app.Services.GetRequiredService<OrderService.OrderServiceClient>();

        var unknown = await Support.Refusal.OfAsync(client.CreateOrderAsync(new()));
        isKnown = true;

        Assert.Equal(StatusCode.Unavailable, unknown.StatusCode);
        await Support.Eventually.TrueAsync(async () =>
        {
            using var call = client.CreateOrderAsync(new());
            await call.ResponseAsync.ContinueWith(_ => { }, TaskScheduler.Default);
            return call.GetStatus().StatusCode == StatusCode.OK;
        }, "the service is found");
    }

    private static WebApplication Caller(params Uri[] addresses) => Caller(_ => { }, addresses);

    private static WebApplication Caller(Action<IServiceCollection> replace, params Uri[] addresses)
    {
        var builder = WebApplication.CreateSlimBuilder();
        for (var index = 0; index < addresses.Length; index++)
            builder.Configuration[$"services:orderservice:grpc:{index}"] = addresses[index].ToString();
        replace(builder.Services);
        builder.AddServiceClient<OrderService.OrderServiceClient>("orderservice");
        return builder.Build();
    }
}
