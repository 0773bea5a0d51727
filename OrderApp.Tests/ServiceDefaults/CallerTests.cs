using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.ServiceDefaults;

/// <summary>Who is asking, at a service that asks another one.</summary>
public sealed class CallerTests
{
    [Fact]
    public async Task A_service_asks_another_one_in_its_callers_name()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var inner = await EchoAsync(tokens, null, false);
        await using var outer = await EchoAsync(tokens, inner, inOwnName: false);
        var ada = Guid.CreateVersion7();

        Assert.Equal($"{ada}", await AskAsync(outer, tokens.Customer(ada)));
        Assert.Equal("nobody", await AskAsync(outer, []));
    }

    [Fact]
    public async Task A_service_that_acts_for_itself_asks_in_its_own_name_whoever_called_it()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var inner = await EchoAsync(tokens, null, false);
        await using var outer = await EchoAsync(tokens, inner, inOwnName: true);

        Assert.Equal("service", await AskAsync(outer, tokens.Customer(Guid.CreateVersion7())));
        Assert.Equal("service", await AskAsync(outer, []));
    }

    [Fact]
    public async Task Only_a_service_may_ask_for_a_guest()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var echo = await EchoAsync(tokens, null, false);
        var (ada, guest) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var forged = tokens.Customer(ada);
        forged.Add(Caller.GuestHeader, guest.ToString());

        Assert.Equal($"guest {guest}", await AskAsync(echo, tokens.Service(guest)));
        Assert.Equal($"{ada}", await AskAsync(echo, forged));
        Assert.Equal("nobody", await AskAsync(echo, new() { { Caller.GuestHeader, guest.ToString() } }));
    }

    [Fact]
    public async Task A_service_that_asks_for_a_guest_who_is_none_is_refused()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var echo = await EchoAsync(tokens, null, false);
        var metadata = tokens.Service();
        metadata.Add(Caller.GuestHeader, "everybody");

        var refused = await Assert.ThrowsAsync<RpcException>(() => AskAsync(echo, metadata));
        Assert.Equal((StatusCode.InvalidArgument, "x-guest-id: must be a UUID"), (refused.StatusCode, refused.Status.Detail));
    }

    [Fact]
    public async Task A_guest_is_somebody_where_guests_count_and_nobody_elsewhere_or_without_credentials()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var inner = await EchoAsync(tokens, null, false);
        var guest = Guid.CreateVersion7();
        await using var counting = await EchoAsync(tokens, inner, inOwnName: false, guest, forGuests: true);
        await using var other = await EchoAsync(tokens, inner, inOwnName: false, guest);
        await using var poor = await EchoAsync(null, inner, inOwnName: false, guest, forGuests: true);

        Assert.Equal($"guest {guest}", await AskAsync(counting, []));
        Assert.Equal("nobody", await AskAsync(other, []));
        Assert.Equal("nobody", await AskAsync(poor, []));
    }

    [Fact]
    public async Task While_the_keys_cannot_be_read_calls_with_tokens_are_unavailable_and_others_go_on()
    {
        await using var tokens = await TestTokens.StartAsync();
        var metadata = tokens.Customer(Guid.CreateVersion7());
        await using var echo = await EchoAsync(tokens, null, false);
        await tokens.DisposeAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(() => AskAsync(echo, metadata));
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        Assert.Equal("nobody", await AskAsync(echo, []));
    }

    [Fact]
    public async Task Without_a_token_server_no_token_is_valid()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var echo = await EchoAsync(null, null, false);

        var refused = await Assert.ThrowsAsync<RpcException>(() => AskAsync(echo, tokens.Operator()));
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
    }

    [Fact]
    public async Task Each_policy_lets_in_whom_it_names()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var echo = await EchoAsync(tokens, null, false);
        Metadata[] callers = [[], tokens.Customer(Guid.CreateVersion7()), tokens.Operator(), tokens.Service()];

        foreach (var (policy, allowed) in new (string, bool[])[]
        {
            (Policies.SignedIn, [false, true, true, true]), (Policies.Operator, [false, false, true, false]),
            (Policies.Service, [false, false, false, true]), (Policies.OperatorOrService, [false, false, true, true]),
        })
        {
            for (var i = 0; i < callers.Length; i++)
            {
                var status = await StatusOfAsync(new OrderService.OrderServiceClient(echo.Channel), policy, callers[i]);
                Assert.Equal((policy, i, allowed[i] ? StatusCode.OK : i == 0 ? StatusCode.Unauthenticated : StatusCode.PermissionDenied), (policy, i, status));
            }
        }
    }

    private static async Task<StatusCode> StatusOfAsync(OrderService.OrderServiceClient orders, string policy, Metadata metadata)
    {
        try
        {
            _ = policy switch
            {
                Policies.SignedIn => (object)await orders.ReadOrderAsync(new(), metadata),
                Policies.Operator => await orders.CreateOrderAsync(new(), metadata),
                Policies.Service => await orders.UpdateOrderAsync(new(), metadata),
                _ => await orders.DeleteOrderAsync(new(), metadata),
            };
            return StatusCode.OK;
        }
        catch (RpcException error)
        {
            Assert.NotNull(error.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>());
            return error.StatusCode;
        }
    }

    private static async Task<string> AskAsync(Echo echo, Metadata metadata) =>
        (await new UserService.UserServiceClient(echo.Channel).GetUserAsync(new(), metadata)).Message;

    private static async Task<Echo> EchoAsync(TestTokens? tokens, Echo? asks, bool inOwnName, Guid? guest = null, bool forGuests = false)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Configuration["Auth:Authority"] = tokens?.Authority;
        builder.Configuration["Auth:ClientId"] = "echo";
        builder.Configuration["Auth:ClientSecret"] = "secret";
        builder.AddServiceDefaults();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<EchoService>();
        if (asks is not null)
        {
            builder.Configuration["services:inner:grpc:0"] = asks.Address;
            builder.AddServiceClient<UserService.UserServiceClient>("inner", inOwnName: inOwnName, forGuests: forGuests);
        }

        var app = builder.Build();
        app.UseCallerAuthentication();
        if (guest is { } id)
        {
            app.Use((context, next) =>
            {
                Caller.SetGuest(context, id);
                return next(context);
            });
        }

        app.MapDefaultEndpoints();
        app.MapGrpcService<EchoService>();
        app.MapGrpcService<Guarded>();
        await app.StartAsync();
        return new(app);
    }

    private sealed class Echo(WebApplication app) : IAsyncDisposable
    {
        public string Address { get; } = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        public GrpcChannel Channel => field ??= GrpcChannel.ForAddress(Address);

        public async ValueTask DisposeAsync()
        {
            Channel.Dispose();
            await app.DisposeAsync();
        }
    }

    // Answers who asks: by itself, or as another service sees it.
    private sealed class EchoService(IServiceProvider services) : UserService.UserServiceBase
    {
        public override async Task<GetUserResponse> GetUser(GetUserRequest request, ServerCallContext context)
        {
            if (services.GetService<UserService.UserServiceClient>() is { } inner)
                return await inner.GetUserAsync(request);
            var caller = Caller.Of(context);
            return new() { Message = caller.AccountId ?? (caller.CustomerId is { } guest ? $"guest {guest}" : caller.IsService ? "service" : "nobody") };
        }
    }

    private sealed class Guarded : OrderService.OrderServiceBase
    {
        [Authorize(Policies.SignedIn)]
        public override Task<ReadOrderResponse> ReadOrder(ReadOrderRequest request, ServerCallContext context) => Task.FromResult(new ReadOrderResponse());

        [Authorize(Policies.Operator)]
        public override Task<CreateOrderResponse> CreateOrder(CreateOrderRequest request, ServerCallContext context) => Task.FromResult(new CreateOrderResponse());

        [Authorize(Policies.Service)]
        public override Task<UpdateOrderResponse> UpdateOrder(UpdateOrderRequest request, ServerCallContext context) => Task.FromResult(new UpdateOrderResponse());

        [Authorize(Policies.OperatorOrService)]
        public override Task<DeleteOrderResponse> DeleteOrder(DeleteOrderRequest request, ServerCallContext context) => Task.FromResult(new DeleteOrderResponse());
    }
}
