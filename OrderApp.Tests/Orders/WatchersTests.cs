using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Orders.Common;
using OrderApp.Orders.Watch;

namespace OrderApp.Tests.Orders;

public sealed class WatchersTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(39, 0)]
    [InlineData(40, 1)]
    [InlineData(1000, 25)]
    [InlineData(4000, 100)]
    [InlineData(5000, 100)]
    public async Task A_few_are_told_at_once_and_a_crowd_is_woken_less_often(int watchers, int milliseconds)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new OrderMetrics(services.GetRequiredService<IMeterFactory>());
        var crowd = new Watchers(metrics);

        for (var watcher = 0; watcher < watchers; watcher++)
            Assert.NotNull(crowd.TryEnter(watchers));

        Assert.Null(crowd.TryEnter(watchers));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), crowd.Gathering);
    }
}
