using System.Globalization;
using Grpc.Core;
using OrderApp.ServiceDefaults;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders.Life;

public sealed class OrderStatsTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_days_orders_are_counted_by_the_hour_with_what_they_cost_and_what_became_of_them()
    {
        await using var callers = await Access.Callers.StartAsync(postgres);
        await callers.BuyAsync(callers.Ada);
        await callers.BuyAsync(callers.Bob);
        var cancelled = await callers.BuyAsync(callers.Bob);
        await callers.MoveAsync("CancelOrder", cancelled.Uuid);
        await callers.CreateAsync("nobody", "of the old contract");
        var day = Day(DateTime.UtcNow);

        var stats = await callers.Client.GetOrderStatsAsync(new() { Day = day }, callers.As("operator"));

        Assert.Equal((4, 1), (stats.Hours.Sum(hour => hour.Orders), stats.Hours.Sum(hour => hour.Cancelled)));
        Assert.Equal(50.94m, stats.Hours.Sum(hour => hour.Total?.DecimalValue ?? 0));
        Assert.All(stats.Hours, hour => Assert.InRange(hour.Hour_, 0, 23));
        Assert.Empty((await callers.Client.GetOrderStatsAsync(new() { Day = Day(DateTime.UtcNow.AddDays(-1)) }, callers.As("operator"))).Hours);
        Assert.Equal(StatusCode.InvalidArgument, (await Refusal.OfAsync(() => callers.Client.GetOrderStatsAsync(new() { Day = "today" }, callers.As("operator")).ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task A_day_is_a_range_of_the_primary_key()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await host.AddOrdersAsync(3000);
        await host.ExecuteAsync("ANALYZE orders");
        var first = UtcDay.FirstId(DateTime.UtcNow.AddDays(-2));
        var last = UtcDay.FirstId(DateTime.UtcNow.AddDays(-1));

        await using var command = host.Database.CreateCommand($"EXPLAIN SELECT count(*) FROM orders WHERE id >= '{first}' AND id < '{last}' AND create_time >= now() - interval '2 days'");
        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            plan.Add(reader.GetString(0));

        Assert.Contains(plan, line => line.Contains("Index", StringComparison.Ordinal) && line.Contains("orders", StringComparison.OrdinalIgnoreCase));
    }

    private static string Day(DateTime moment) => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
