using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderApp.Orders;
using OrderApp.Tests.Orders.Access;
using OrderApp.Tests.Orders.Life;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class OrderMetricsTests(PostgresServer postgres)
{
    [Fact]
    public async Task What_happened_is_counted_and_measured()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        using var meters = new Measurements(host.Service.Services.GetRequiredService<IMeterFactory>());
        using var watching = await Watching.StartAsync(host.Client);

        var request = new Protos.CreateOrderRequest { Name = "Counted", RequestId = "counted" };
        var order = (await host.Client.CreateOrderAsync(request)).Order;
        await host.Client.CreateOrderAsync(request);
        await host.Client.CreateOrderAsync(new() { Name = "Counted too" });
        await host.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "Changed" });
        await host.Client.DeleteOrderAsync(new() { Uuid = order.Uuid });
        await host.Client.DeleteOrderAsync(new() { Uuid = order.Uuid });
        await watching.TakeAsync(4);

        Assert.Equal(
            (2, 1, 1, 1),
            (meters.Sum("orders.created"), meters.Sum("orders.updated"), meters.Sum("orders.deleted"), meters.Sum("orders.replayed")));
        Assert.Equal(6, meters.Sum("orders.batch.size"));
        Assert.All(["orders.queue.wait", "orders.commit.time", "orders.events.lag"], name => Assert.InRange(meters.Sum(name), double.Epsilon, 60));
        Assert.Equal((1, 0), (meters.Observe("orders.watchers"), meters.Observe("orders.queue.length")));
    }

    [Fact]
    public async Task Orders_are_counted_by_the_move_they_made_and_repetitions_and_refusals_are_not()
    {
        await using var callers = await Callers.StartAsync(postgres);
        using var meters = new Measurements(callers.Host.Service.Services.GetRequiredService<IMeterFactory>());

        var (sent, kept) = (await callers.BuyAsync(callers.Ada), await callers.BuyAsync(callers.Ada));
        foreach (var move in new[] { "ShipOrder", "ShipOrder", "DeliverOrder", "Complete", "MarkOrderRefunded" })
            await callers.MoveAsync(move, sent.Uuid);
        await callers.MoveAsync("CancelOrder", kept.Uuid);
        await Refusal.OfAsync(() => callers.MoveAsync("ShipOrder", kept.Uuid));
        var plain = await callers.CreateAsync("ada", "Emma");
        foreach (var move in new[] { "Complete", "Reopen", "Complete" })
            await callers.MoveAsync(move, plain.Uuid);

        Assert.Equal(
            [1, 1, 1, 1, 2, 1],
            new[] { "ship", "deliver", "refund", "cancel", "complete", "reopen" }.Select(move => meters.Sum($"orders.moved {move}")));
        Assert.Equal(3, meters.Sum("orders.created"));
    }

    [Fact]
    public async Task No_request_writes_to_the_log()
    {
        using var log = new CountingLog();
        await using var service = TestService<OrderGrpcService>.Start(
            services => services.AddSingleton<ILoggerProvider>(log), ("ConnectionStrings:orderdb", await postgres.CreateDatabaseAsync("orders")),
            ("Logging:LogLevel:Default", "Information"), ("Logging:LogLevel:Microsoft.AspNetCore", "Warning"), ("Logging:LogLevel:Grpc", "Warning"));
        var client = new Protos.OrderService.OrderServiceClient(service.Channel);
        await Eventually.TrueAsync(() => Task.FromResult(log.Lines.Contains("Ready")), "the service tells that it is ready");
        await client.CreateOrderAsync(new() { Name = "The first" });
        log.Lines.Clear();

        for (var number = 0; number < 20; number++)
        {
            var order = (await client.CreateOrderAsync(new() { Name = "Quiet", RequestId = $"key {number}" })).Order;
            await client.ReadOrderAsync(new() { Uuid = order.Uuid });
            await client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "Quieter" });
            await client.ListOrdersAsync(new() { Query = "quiet" });
            await client.DeleteOrderAsync(new() { Uuid = order.Uuid });
            await Refusal.OfAsync(client.CreateOrderAsync(new()));
            await Refusal.OfAsync(client.ReadOrderAsync(new() { Uuid = order.Uuid }));
        }

        Assert.Empty(log.Lines);
    }

    /// <summary>Keeps each line that reaches the log at the levels of production.</summary>
    private sealed class CountingLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
