using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Carts;

public sealed class CartMetricsTests(PostgresServer postgres)
{
    [Fact]
    public async Task Checkouts_are_counted_once_by_outcome_with_what_they_brought_and_refunds_apart()
    {
        await using var host = await CartHost.StartAsync(postgres);
        using var meters = new Measurements(host.Services.GetRequiredService<IMeterFactory>());
        var (promoted, plain, declined) = (host.NewCustomer(), host.NewCustomer(), host.NewCustomer());
        await promoted.AddAsync(2, 2);
        await promoted.AddAsync(1, 1);
        await plain.AddAsync(4, 1);
        await declined.AddAsync(4, 1);

        await promoted.CheckoutAsync(400, "k");
        await promoted.CheckoutAsync(400, "k");
        var bought = await plain.CheckoutAsync(400);
        await declined.CheckoutAsync(400, paymentToken: "sandbox-declined");
        host.Shop.Orders.Cancel(bought.Order.Uuid);
        await Eventually.TrueAsync(() => Task.FromResult(meters.Sum("cart.refunds") > 0), "the refund is counted");

        Assert.Equal((2, 1, 3), (meters.Sum("cart.checkouts completed"), meters.Sum("cart.checkouts PAYMENT_DECLINED"), meters.Sum("cart.checkouts")));
        Assert.Equal((800, 1, 1), (meters.Sum("cart.revenue"), meters.Sum("cart.promotions"), meters.Sum("cart.refunds")));
        Assert.InRange(meters.Sum("cart.checkout.duration"), double.Epsilon, 60);
    }
}
