using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderApp.Orders;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.ServiceDefaults;

public sealed class FailureLogTests
{
    private const string Lists = "/order.OrderService/ListOrders";

    [Fact]
    public async Task A_failure_that_goes_on_is_told_once_and_again_after_ten_seconds_with_how_many_there_were()
    {
        var clock = new Clock();
        using var log = new FailureLines();
        await using var service = TestService<OrderGrpcService>.Start(
            services => services.AddSingleton<TimeProvider>(clock).AddSingleton<ILoggerProvider>(log), ("ConnectionStrings:orderdb", "Host=127.0.0.1;Port=1;Database=none"));
        var client = new OrderService.OrderServiceClient(service.Channel);

        for (var call = 0; call < 3; call++)
            await ListAsync(client);
        var first = Assert.Single(log.Lines);
        Assert.Equal(LogLevel.Warning, first.Level);
        Assert.StartsWith($"{Lists} failed: the database cannot be reached (Failed to connect", first.Text, StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromSeconds(11));
        for (var call = 0; call < 3; call++)
            await ListAsync(client);

        Assert.Equal([first.Text, $"2 calls of {Lists} have failed like that since it was last told", first.Text], log.Lines.Select(line => line.Text));

        // Another method's first failure is told at once.
        Assert.Equal(StatusCode.Unavailable, (await Refusal.OfAsync(client.CreateOrderAsync(new() { Name = "Away" }))).StatusCode);
        Assert.StartsWith("/order.OrderService/CreateOrder failed: the database cannot be reached", log.Lines.Last().Text, StringComparison.Ordinal);
        Assert.Equal(4, log.Lines.Count);
    }

    private static async Task ListAsync(OrderService.OrderServiceClient client) =>
        Assert.Equal(StatusCode.Unavailable, (await Refusal.OfAsync(client.ListOrdersAsync(new()))).StatusCode);

    private sealed class Clock : TimeProvider
    {
        private long ahead;

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref ahead);

        public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks * TimestampFrequency / TimeSpan.TicksPerSecond);
    }

    private sealed class FailureLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(LogLevel Level, string Text)> lines = new();

        public ConcurrentQueue<(LogLevel Level, string Text)> Lines => lines;

        public ILogger CreateLogger(string categoryName) =>
            categoryName.EndsWith("FailureLog", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
