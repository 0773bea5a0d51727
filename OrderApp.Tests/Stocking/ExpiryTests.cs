using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Stocking;

/// <summary>A reservation ends by itself.</summary>
public sealed class ExpiryTests(PostgresServer postgres)
{
    // No worker comes by within a test's time.
    private static readonly (string, string) NoWorker = ("Inventory:ExpiryInterval", "1.00:00:00");

    [Fact]
    public async Task A_reservation_ends_by_itself_when_its_time_has_passed_and_its_copies_are_available_again()
    {
        await using var host = await InventoryHost.StartAsync(postgres, replicas: 2);
        var request = InventoryHost.Request("short", (1, 40), (2, 1));
        request.Ttl = Duration.FromTimeSpan(TimeSpan.FromSeconds(1));

        var answer = await host.Client.ReserveAsync(request, host.Service);
        await host.ReserveAsync("long", (1, 1));

        Assert.Equal((59, 41, 0), await host.StockAsync(1));
        await Eventually.TrueAsync(async () => await host.StockAsync(1) is (99, 1, 0), "what has expired is available again");
        Assert.True(answer.ExpireTime.ToDateTime() <= DateTime.UtcNow.AddSeconds(1), "it did not end before its time");
        Assert.Equal(2, await host.ScalarAsync<long>("SELECT count(*) FROM ledger WHERE kind = 6 AND reservation_id = 'short' AND who IS NULL"));
        Assert.Empty(await host.MismatchesAsync());
    }

    [Fact]
    public async Task Without_a_ttl_it_is_a_quarter_of_an_hour()
    {
        await using var host = await InventoryHost.StartAsync(postgres);
        var before = DateTime.UtcNow;

        var expires = (await host.ReserveAsync("usual", (1, 1))).ExpireTime.ToDateTime();

        Assert.InRange(expires - before, TimeSpan.FromMinutes(14.9), TimeSpan.FromMinutes(15.5));
    }

    [Fact]
    public async Task What_has_expired_counts_as_ended_before_the_worker_has_come()
    {
        await using var host = await InventoryHost.StartAsync(postgres, NoWorker);
        await host.ReserveAsync("late", (1, 100));
        await host.ReserveAsync("other book", (2, 100));
        await AgeAsync(host);

        Assert.Equal((StatusCode.FailedPrecondition, "RESERVATION_EXPIRED"), await InventoryHost.RefusalAsync(() => host.ConfirmAsync("late")));
        Assert.Equal((StatusCode.FailedPrecondition, "RESERVATION_EXPIRED"), await InventoryHost.RefusalAsync(() => host.ReserveAsync("late", (1, 100))));
        await host.ReserveAsync("next", (1, 100));

        Assert.Equal([(0, 100, 0), (0, 100, 0)], new[] { await host.StockAsync(1), await host.StockAsync(2) });
        Assert.Equal("RESERVATION_EXPIRED", (await InventoryHost.RefusalAsync(() => host.ConfirmAsync("late"))).Reason);
        await host.ConfirmAsync("next");
        Assert.Empty(await host.MismatchesAsync());
    }

    [Fact]
    public async Task More_than_a_step_of_expired_ones_are_all_ended_and_once_by_replicas_that_do_it_together()
    {
        await using var host = await InventoryHost.StartAsync(postgres, replicas: 3, ("Inventory:ExpiryInterval", "00:00:00.010"));
        await host.AdjustAsync(1, 1000);
        await Task.WhenAll(Enumerable.Range(0, 350).Select(number => host.ReserveAsync($"expiring {number}", (1, 2))));
        Assert.Equal((400, 700, 0), await host.StockAsync(1));

        await AgeAsync(host);

        await Eventually.TrueAsync(async () => await host.StockAsync(1) is (1100, 0, 0), "all are ended");
        Assert.Equal(350, await host.ScalarAsync<long>("SELECT count(*) FROM ledger WHERE kind = 6"));
        Assert.Empty(await host.MismatchesAsync());
    }

    private static Task AgeAsync(InventoryHost host) => host.ExecuteAsync("UPDATE reservations SET expires_at = now() - interval '1 millisecond'");
}
