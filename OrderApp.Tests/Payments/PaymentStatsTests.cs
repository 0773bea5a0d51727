using System.Globalization;
using Grpc.Core;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Payments;

public sealed class PaymentStatsTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_days_payments_and_refunds_are_summed_up_by_the_hour()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var asOperator = (await TestTokens.SharedAsync()).Operator();
        var first = await host.PayAsync();
        var request = PaymentsHost.NewRequest(amount: 1000);
        request.Promotion = "buy_two_get_one_free";
        await host.PayAsync(request);
        await host.AuthorizeAsync();
        await host.RefundAsync(first.TransactionId, 600);
        await host.RefundAsync(first.TransactionId, 400);

        var stats = await host.Client.GetPaymentStatsAsync(new() { Day = Day(DateTime.UtcNow) }, asOperator);

        Assert.Equal((2, 35m), (stats.Hours.Sum(hour => hour.Payments), stats.Hours.Sum(hour => hour.Captured?.DecimalValue ?? 0)));
        Assert.Equal((2, 10m), (stats.Hours.Sum(hour => hour.Refunds), stats.Hours.Sum(hour => hour.Refunded?.DecimalValue ?? 0)));
        Assert.Equal(1, stats.Hours.Sum(hour => hour.Promotions));
        Assert.Empty((await host.Client.GetPaymentStatsAsync(new() { Day = Day(DateTime.UtcNow.AddDays(-2)) }, asOperator)).Hours);
        Assert.Equal(StatusCode.InvalidArgument, (await Refusal.OfAsync(() => host.Client.GetPaymentStatsAsync(new(), asOperator).ResponseAsync)).StatusCode);
    }

    private static string Day(DateTime moment) => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
