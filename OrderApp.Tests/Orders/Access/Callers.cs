using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders.Access;

/// <summary>The order service and everyone who may call it.</summary>
internal sealed class Callers : IAsyncDisposable
{
    private readonly Dictionary<string, Metadata> headers;

    private Callers(OrderServiceHost host, TestTokens tokens)
    {
        (Host, Tokens) = (host, tokens);
        headers = new()
        {
            ["ada"] = tokens.Customer(Ada), ["bob"] = tokens.Customer(Bob), ["guest"] = tokens.Service(Guest), ["nobody"] = [],
            ["operator"] = tokens.Operator(Operator), ["service"] = tokens.Service(),
        };
    }

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ada", "bob", "guest", "nobody", "operator", "service"];

    public OrderServiceHost Host { get; }

    public OrderService.OrderServiceClient Client => Host.Client;

    public TestTokens Tokens { get; }

    public Guid Ada { get; } = Guid.CreateVersion7();

    public Guid Bob { get; } = Guid.CreateVersion7();

    public Guid Guest { get; } = Guid.CreateVersion7();

    public Guid Operator { get; } = Guid.CreateVersion7();

    public static async Task<Callers> StartAsync(PostgresServer postgres, params (string Key, string Value)[] settings) =>
        await StartOnAsync(await postgres.CreateDatabaseAsync("orders"), settings);

    public static async Task<Callers> StartOnAsync(string connection, params (string Key, string Value)[] settings)
    {
        var tokens = await TestTokens.StartAsync();
        return new(await OrderServiceHost.StartOnAsync(connection, [tokens.Setting, .. settings]), tokens);
    }

    /// <summary>What a caller of this name sends with his calls.</summary>
    public Metadata As(string name) => headers[name];

    /// <summary>Has a caller make an order.</summary>
    public async Task<Order> CreateAsync(string caller, string name, string requestId = "") =>
        (await Client.CreateOrderAsync(new() { Name = name, RequestId = requestId }, As(caller))).Order;

    /// <summary>The names of the orders that a caller is shown, page by page.</summary>
    public async Task<List<string>> ListAsync(string caller, ListOrdersRequest? request = null)
    {
        var next = request?.Clone() ?? new();
        var names = new List<string>();
        do
        {
            var page = await Client.ListOrdersAsync(next, As(caller));
            names.AddRange(page.Orders.Select(order => order.Name));
            next.PageToken = page.NextPageToken;
        }
        while (next.PageToken.Length > 0);
        return names;
    }

    /// <summary>What becomes of an order when a caller asks for it: its name, or null when there is none for him.</summary>
    public async Task<string?> NameAsync(string caller, string uuid)
    {
        try
        {
            return (await Client.ReadOrderAsync(new() { Uuid = uuid }, As(caller))).Order.Name;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    public Task<Watching> WatchAsync(string caller, WatchOrdersRequest? request = null) => Watching.StartAsync(Client, request, As(caller));

    public Task<AssignOrdersResponse> AssignAsync(Guid from, Guid to, string caller = "service") =>
        Client.AssignOrdersAsync(new() { FromCustomerId = $"{from}", ToCustomerId = $"{to}" }, As(caller)).ResponseAsync;

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Tokens.DisposeAsync();
    }
}
