using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using Cart = OrderApp.Protos.Cart;

namespace OrderApp.Tests.EndToEnd.Selling;

/// <summary>Promises 17 to 22 with the real services: customers buy and cancel while any of the processes, or PostgreSQL, is killed.</summary>
[Collection(nameof(KillSuite))]
[SuppressMessage("Security", "CA5394", Justification = "Tests repeat a run by its seed.")]
public sealed class SellingKillTests(ITestOutputHelper output)
{
    private const int Customers = 8;
    private const int Copies = 100_000;
    private static readonly int Rounds = Environment.GetEnvironmentVariable("ORDERAPP_TEST_LONG") == "1" ? 20 : 3;
    private static readonly TimeSpan InBetween = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Whoever_is_killed_while_the_shop_sells_each_customer_pays_once_for_one_order_and_money_and_stock_add_up()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var shop = await SellingShop.OpenAsync();
        var inventory = new Inventory.InventoryClient(shop.ChannelTo(shop.Inventory));
        foreach (var book in Enumerable.Range(1, 9))
            await inventory.AdjustStockAsync(new() { BookId = book, Delta = Copies - 100, Reason = "delivery" }, shop.Tokens.Operator());
        var customers = Enumerable.Range(0, Customers).Select(number => new Customer(shop, seed + number)).ToList();

        for (var round = 0; round < Rounds; round++)
        {
            using var over = new CancellationTokenSource();
            var bought = customers.Sum(customer => customer.Purchases.Count);
            var load = Task.WhenAll(customers.Select(customer => Task.Run(() => customer.BuyUntilAsync(over.Token))));
            await Eventually.TrueAsync(() => Task.FromResult(customers.Sum(customer => customer.Purchases.Count) > bought + Customers), "something is bought");
            await Task.Delay(random.Next(100, 1000));
            // First who is asked by the customers themselves: that cuts them off.
            var victim = round == 0 ? shop.Services.Count - 1 : random.Next(shop.Services.Count + 1);
            await (victim < shop.Services.Count ? shop.Services[victim].KillAsync() : shop.Postgres.Server.KillAsync());
            await Task.Delay(random.Next(0, 500));
            await over.CancelAsync();
            await load;

            await shop.RecoverAsync();
            var up = Stopwatch.StartNew();
            await Task.WhenAll(customers.Select(customer => customer.FinishAsync()));
            var purchases = customers.SelectMany(customer => customer.Purchases).ToList();
            await Eventually.TrueAsync(() => AddsUpAsync(shop, purchases), $"all adds up after round {round + 1}, in which {(victim < shop.Services.Count ? victim : "PostgreSQL")} was killed", InBetween);
            output.WriteLine($"round {round + 1}: {purchases.Count} bought, all adds up {up.Elapsed.TotalSeconds:0.0} s after everything was up again");
        }

        Assert.True(customers.Sum(customer => customer.CutOff) > 0, "nothing was cut off");
    }

    // What customers were told, the book of orders, the payments and the stock tell the same.
    private static async Task<bool> AddsUpAsync(SellingShop shop, IReadOnlyCollection<Purchase> purchases)
    {
        var service = shop.Tokens.Service();
        var orders = new List<Order>();
        var orderService = new OrderService.OrderServiceClient(shop.ChannelTo(shop.Orders));
        for (var page = new ListOrdersResponse { NextPageToken = "" }; ;)
        {
            page = await orderService.ListOrdersAsync(new() { PageSize = 1000, PageToken = page.NextPageToken }, service);
            orders.AddRange(page.Orders);
            if (page.NextPageToken.Length == 0)
                break;
        }

        var payments = new List<Transaction>();
        var transactions = new Transactions.TransactionsClient(shop.ChannelTo(shop.Transactions));
        for (var page = new ListTransactionsResponse { NextPageToken = "" }; ;)
        {
            page = await transactions.ListTransactionsAsync(new() { PageSize = 1000, PageToken = page.NextPageToken }, service);
            payments.AddRange(page.Transactions);
            if (page.NextPageToken.Length == 0)
                break;
        }

        // Told to a customer is there, once; nobody has an order that he was not told of.
        Assert.Equal(orders.Count, orders.DistinctBy(order => order.Uuid).Count());
        Assert.Equal(purchases.Select(purchase => purchase.OrderUuid).Order(), orders.Select(order => order.Uuid).Order());
        Assert.Equal(purchases.Count, purchases.DistinctBy(purchase => purchase.OrderUuid).Count());

        // Refunds, returns and captures that are under way are waited for; what must never be is asserted.
        var captured = payments.Where(payment => payment.Captured is not null).ToDictionary(payment => payment.OrderUuid);
        Assert.Subset(orders.Select(order => order.Uuid).ToHashSet(), captured.Keys.ToHashSet());
        var isRefunded = purchases.Where(purchase => purchase.IsCancelled).Select(purchase => purchase.OrderUuid).ToHashSet();
        foreach (var order in orders)
        {
            if (!captured.TryGetValue(order.Uuid, out var payment) || payment.Captured.DecimalValue != order.Total.DecimalValue)
                return false;
            if (isRefunded.Contains(order.Uuid)
                ? order.State is not Order.Types.State.Refunded || payment.Refunded?.DecimalValue != order.Total.DecimalValue
                : order.State is not Order.Types.State.Paid || payment.Refunded is not null)
            {
                return false;
            }
        }

        if (payments.Any(payment => payment.State is Transaction.Types.State.Pending or Transaction.Types.State.Authorized))
            return false;
        var stock = await new Inventory.InventoryClient(shop.ChannelTo(shop.Inventory)).GetStockAsync(new() { BookIds = { Enumerable.Range(1, 9) } });
        foreach (var book in stock.Stock)
        {
            Assert.Equal(Copies, book.Available + book.Reserved + book.Sold);
            var sold = orders.Where(order => order.State is Order.Types.State.Paid).SelectMany(order => order.Lines).Where(line => line.BookId == book.BookId).Sum(line => line.Quantity);
            if (book.Reserved != 0 || book.Sold != sold)
                return false;
        }
        return true;
    }

    private sealed record Purchase(string OrderUuid)
    {
        public bool IsCancelled { get; set; }
    }

    /// <summary>Fills his cart, checks out, sometimes cancels; what was not answered he asks again with the same key.</summary>
    private sealed class Customer(SellingShop shop, int seed)
    {
        private readonly Random random = new(seed);
        private readonly Cart.CartClient carts = new(shop.ChannelTo(shop.Cart));
        private readonly OrderService.OrderServiceClient orders = new(shop.ChannelTo(shop.Orders));
        private readonly Guid account = Guid.CreateVersion7();
        private CheckoutRequest? open;
        private Purchase? toCancel;

        public ConcurrentQueue<Purchase> Purchases { get; } = [];

        public int CutOff { get; private set; }

        private Metadata Me => shop.Tokens.Customer(account);

        public async Task BuyUntilAsync(CancellationToken over)
        {
            while (!over.IsCancellationRequested)
            {
                try
                {
                    await FinishOnceAsync();
                    if (open is not null)
                    {
                        // It is under way, and goes on by itself; a cart has one checkout at a time.
                        CutOff++;
                        await Task.Delay(50, CancellationToken.None);
                        continue;
                    }

                    await carts.AddItemAsync(new() { BookId = random.Next(1, 10), Quantity = random.Next(1, 3), RequestId = Guid.NewGuid().ToString() }, Me, Deadline, CancellationToken.None);
                    var cart = await carts.AddItemAsync(new() { BookId = random.Next(1, 10), Quantity = 1, RequestId = Guid.NewGuid().ToString() }, Me, Deadline, CancellationToken.None);
                    open = new()
                    {
                        RequestId = Guid.NewGuid().ToString(), Email = "ada@example.com", PaymentToken = "sandbox-ok", ExpectedTotal = cart.Total,
                        DeliveryAddress = new() { Name = "Ada", Line1 = "1 Main Street", City = "London", Country = "GB" },
                    };
                    await FinishOnceAsync();
                }
                catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Internal)
                {
                    CutOff++;
                    return;
                }
            }
        }

        /// <summary>Asks again for what was not answered, until it is.</summary>
        public Task FinishAsync() => Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await FinishOnceAsync();
                    return open is null && toCancel is null;
                }
                catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
                {
                    return false;
                }
            },
            "a customer is answered", InBetween);

        private static DateTime Deadline => DateTime.UtcNow.AddSeconds(10);

        private async Task FinishOnceAsync()
        {
            if (toCancel is { } cancelled)
            {
                await orders.CancelOrderAsync(new() { Uuid = cancelled.OrderUuid, Reason = "changed my mind" }, Me, Deadline);
                cancelled.IsCancelled = true;
                toCancel = null;
            }

            if (open is null)
                return;
            CheckoutStatus status;
            try
            {
                status = await carts.CheckoutAsync(open, Me, Deadline);
            }
            catch (RpcException error) when (error.StatusCode is StatusCode.FailedPrecondition)
            {
                // The total that he saw was of a cart to which another try of his has added: nothing was bought.
                open = null;
                return;
            }

            if (status.State is CheckoutStatus.Types.State.Pending)
                return;
            Assert.True(status.State is CheckoutStatus.Types.State.Completed, $"a checkout failed: {status.FailureReason}");
            var purchase = new Purchase(status.Order.Uuid);
            Purchases.Enqueue(purchase);
            open = null;
            if (random.Next(4) == 0)
                toCancel = purchase;
        }
    }
}
