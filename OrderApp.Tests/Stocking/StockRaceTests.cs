using System.Diagnostics.CodeAnalysis;
using Google.Rpc;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Stocking;

/// <summary>Many at once, through three replicas.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Tests repeat a run by its seed.")]
public sealed class StockRaceTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Buyers = 64;

    [Fact]
    public async Task Sixty_four_buyers_of_the_last_copy_make_one_sale_and_sixty_three_clear_refusals()
    {
        await using var host = await InventoryHost.StartAsync(postgres, replicas: 3);
        await host.AdjustAsync(1, -99);

        var outcomes = await RaceAsync(host, async (client, buyer) =>
        {
            await client.ReserveAsync(InventoryHost.Request($"buyer {buyer}", (1, 1)), host.Service);
            await client.ConfirmAsync(new() { ReservationId = $"buyer {buyer}" }, host.Service);
        });

        Assert.Equal((1, 63), (outcomes.Count(outcome => outcome is "sold"), outcomes.Count(outcome => outcome is "OUT_OF_STOCK")));
        Assert.Equal((0, 0, 1), await host.StockAsync(1));
        Assert.Empty(await host.MismatchesAsync());
    }

    [Fact]
    public async Task Buyers_of_many_books_in_any_order_never_block_each_other_and_sell_no_copy_twice()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        await using var host = await InventoryHost.StartAsync(postgres, replicas: 3);

        // New books come in meanwhile: their rows are made in the race.
        var outcomes = await RaceAsync(host, async (client, buyer) =>
        {
            var random = new Random(seed + buyer);
            for (var round = 0; round < 10; round++)
            {
                var books = Enumerable.Range(1, 14).ToArray();
                random.Shuffle(books);
                var id = $"buyer {buyer} round {round}";
                await client.AdjustStockAsync(new() { BookId = books[^1], Delta = 1, Reason = "came in" }, host.Operator);
                try
                {
                    await client.ReserveAsync(InventoryHost.Request(id, books.Take(random.Next(1, 9)).Select(book => (book, random.Next(1, 4)))), host.Service);
                }
                catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition)
                {
                    continue;
                }

                if (random.Next(3) is 0)
                    await client.ReleaseAsync(new() { ReservationId = id }, host.Service);
                else
                    await client.ConfirmAsync(new() { ReservationId = id }, host.Service);
            }
        });

        Assert.All(outcomes, outcome => Assert.Equal("sold", outcome));
        Assert.Empty(await host.MismatchesAsync());
        Assert.Equal(900 + (Buyers * 10), await host.ScalarAsync<long>("SELECT sum(available + reserved + sold) FROM stock"));
        Assert.Equal(0, await host.ScalarAsync<long>("SELECT sum(reserved) FROM stock"));
        Assert.InRange(await host.ScalarAsync<long>("SELECT sum(sold) FROM stock"), 100, long.MaxValue);
    }

    [Fact]
    public async Task Sixty_four_racing_reserves_with_one_id_make_one_reservation()
    {
        await using var host = await InventoryHost.StartAsync(postgres, replicas: 3);
        var clients = host.Clients;

        var answers = await Task.WhenAll(Enumerable.Range(0, Buyers).Select(buyer =>
            clients[buyer % clients.Count].ReserveAsync(InventoryHost.Request("the same", (1, 2), (2, 1)), host.Service).ResponseAsync));

        Assert.Single(answers.Distinct());
        Assert.Equal([(98, 2, 0), (99, 1, 0)], new[] { await host.StockAsync(1), await host.StockAsync(2) });
        Assert.Empty(await host.MismatchesAsync());
    }

    [Fact]
    public async Task Of_reserves_with_one_id_and_different_lines_one_wins()
    {
        await using var host = await InventoryHost.StartAsync(postgres, replicas: 3);

        var outcomes = await RaceAsync(
            host, (client, buyer) => client.ReserveAsync(InventoryHost.Request("contested", ((buyer % 9) + 1, buyer + 1)), host.Service).ResponseAsync);

        Assert.Equal((1, 63), (outcomes.Count(outcome => outcome is "sold"), outcomes.Count(outcome => outcome is "RESERVATION_ID_REUSED")));
        Assert.Empty(await host.MismatchesAsync());
    }

    [Fact]
    public async Task Sixty_four_racing_adjustments_with_one_request_id_add_once()
    {
        await using var host = await InventoryHost.StartAsync(postgres, replicas: 3);
        var clients = host.Clients;

        var answers = await Task.WhenAll(Enumerable.Range(0, Buyers).Select(number => clients[number % clients.Count].AdjustStockAsync(
            new() { BookId = 20, Delta = 7, Reason = "delivery", RequestId = "delivery 1" }, host.Operator).ResponseAsync));

        Assert.Equal(new Stock { BookId = 20, Available = 7 }, Assert.Single(answers.Distinct()));
        Assert.Equal((7, 0, 0), await host.StockAsync(20));
    }

    [Fact]
    public async Task Of_confirm_and_release_in_a_race_one_wins_and_the_other_is_told()
    {
        await using var host = await InventoryHost.StartAsync(postgres, replicas: 3);
        var (confirmed, released) = (0, 0);
        for (var number = 0; number < 20; number++)
        {
            var id = $"contested {number}";
            await host.ReserveAsync(id, (1, 1));

            var outcomes = await RaceAsync(host, async (client, caller) =>
            {
                if (caller % 2 is 0)
                    await client.ConfirmAsync(new() { ReservationId = id }, host.Service);
                else
                    await client.ReleaseAsync(new() { ReservationId = id }, host.Service);
            }, callers: 6);

            Assert.Equal(3, outcomes.Count(outcome => outcome is "sold"));
            var lost = Assert.Single(outcomes.Where(outcome => outcome is not "sold").Distinct());
            (confirmed, released) = lost is "RESERVATION_CONFIRMED" ? (confirmed + 1, released) : (confirmed, released + 1);
            Assert.Contains(lost, new[] { "RESERVATION_CONFIRMED", "RESERVATION_RELEASED" });
        }

        Assert.Equal((100 - confirmed, 0, confirmed), await host.StockAsync(1));
        Assert.Equal(20, confirmed + released);
        Assert.Empty(await host.MismatchesAsync());
    }

    [Fact]
    public async Task Of_a_reserve_and_the_release_that_undoes_it_nothing_is_left_whichever_comes_first()
    {
        await using var host = await InventoryHost.StartAsync(postgres, replicas: 3);

        var outcomes = await RaceAsync(host, async (client, caller) =>
        {
            var id = $"undone {caller / 2}";
            if (caller % 2 is 0)
                await client.ReserveAsync(InventoryHost.Request(id, (1, 1), (2, 1)), host.Service);
            else
                await client.ReleaseAsync(new() { ReservationId = id }, host.Service);
        });

        Assert.All(outcomes, outcome => Assert.Contains(outcome, new[] { "sold", "RESERVATION_RELEASED" }));
        Assert.Equal([(100, 0, 0), (100, 0, 0)], new[] { await host.StockAsync(1), await host.StockAsync(2) });
        Assert.Empty(await host.MismatchesAsync());
    }

    /// <summary>Has all call at once, each at one of the replicas, and tells of each that it went well ("sold") or why it did not.</summary>
    private static Task<string[]> RaceAsync(InventoryHost host, Func<Inventory.InventoryClient, int, Task> call, int callers = Buyers)
    {
        var clients = host.Clients;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            try
            {
                await call(clients[caller % clients.Count], caller);
                return "sold";
            }
            catch (RpcException refused)
            {
                return refused.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? refused.Status.ToString();
            }
        })));
    }
}
