using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders.Access;

/// <summary>The same request_id of several callers.</summary>
public sealed class RequestIdsOfCallersTests(PostgresServer postgres)
{
    private static readonly string[] Owners = ["ada", "bob", "guest", "nobody"];

    [Fact]
    public async Task The_same_request_id_of_several_callers_makes_an_order_for_each_and_a_replay_answers_only_its_own()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var first = new Dictionary<string, Order>();
        foreach (var owner in Owners)
            first[owner] = await callers.CreateAsync(owner, "Emma", "key");

        foreach (var owner in Owners)
            Assert.Equal(first[owner], await callers.CreateAsync(owner, "Emma", "key"));

        Assert.Equal(4, first.Values.Select(order => order.Uuid).Distinct().Count());
        Assert.Equal([$"{callers.Ada}", $"{callers.Bob}", $"{callers.Guest}", ""], first.Values.Select(order => order.CustomerId));
        Assert.Equal(4, await callers.Host.CountAsync("SELECT count(*) FROM orders"));
    }

    [Fact]
    public async Task Other_content_is_refused_to_the_same_caller_and_no_business_of_another()
    {
        await using var callers = await Callers.StartAsync(postgres);
        await callers.CreateAsync("ada", "Emma", "key");

        Assert.Equal("Persuasion", (await callers.CreateAsync("bob", "Persuasion", "key")).Name);
        Assert.Equal("Sanditon", (await callers.CreateAsync("nobody", "Sanditon", "key")).Name);
        var refused = await Assert.ThrowsAsync<RpcException>(() => callers.CreateAsync("ada", "Persuasion", "key"));

        Assert.Equal(StatusCode.AlreadyExists, refused.StatusCode);
    }

    [Fact]
    public async Task Callers_that_race_with_the_same_request_ids_through_two_replicas_get_one_order_each()
    {
        await using var callers = await Callers.StartAsync(postgres);
        await using var other = await OrderServiceHost.StartOnAsync(callers.Host.Connection, callers.Tokens.Setting);
        OrderService.OrderServiceClient[] replicas = [callers.Client, other.Client];

        var answers = await Task.WhenAll(
            from attempt in Enumerable.Range(0, 4)
            from key in Enumerable.Range(0, 10)
            from owner in Owners
            select AskAsync(replicas[attempt % 2], key, owner));

        Assert.Equal(40, answers.Select(answer => answer.Order.Uuid).Distinct().Count());
        Assert.All(answers.GroupBy(answer => (answer.Key, answer.Owner)), same => Assert.Single(same.Select(answer => answer.Order).Distinct()));
        Assert.Equal(40, await callers.Host.CountAsync("SELECT count(*) FROM orders"));
        Assert.Equal(40, await callers.Host.CountAsync("SELECT count(*) FROM order_requests"));

        async Task<(int Key, string Owner, Order Order)> AskAsync(OrderService.OrderServiceClient client, int key, string owner) =>
            (key, owner, (await client.CreateOrderAsync(new() { Name = "Emma", RequestId = $"{key}" }, callers.As(owner))).Order);
    }
}
