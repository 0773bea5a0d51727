using OrderApp.Protos;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>
/// Checkouts: each visit is a new guest who puts one book into his cart and buys it, and counts when he is told that it is paid. All services that sell run
/// as processes, with everything durable. A run counts only when checkouts, orders, payments and stock add up afterwards.
/// </summary>
internal static class CheckoutScenarios
{
    private const string Add = "/cart.Cart/AddItem";
    private const string Buy = "/cart.Cart/Checkout";

    /// <summary>The step that is told of: from the intended beginning to the paid order.</summary>
    private const string Purchase = "purchase";

    private const int StreamsPerConnection = 32;
    private const int MostStatements = 8;
    private const int MaxTextLength = 100;
    private const int HalfLoadCallers = 256;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    public static IEnumerable<Scenario> All(BenchOptions options)
    {
        var best = new Best();
        var stored = options.StoredSales;
        return
        [
            Checkout("checkout-32", 32, best) with { Yardsticks = ["checkout-128"] },
            Checkout("checkout-128", 128, best) with { Yardsticks = [PgBenchScenarios.Rows] },
            Checkout("checkout-512", 512, best) with { Yardsticks = ["checkout-128"] },
            new("checkout-open", "Carts and checkouts arriving at half the best rate", Needs.OwnShop, (stage, cancellationToken) => MeasureAsync(stage, HalfLoadCallers, best, 0, isOpen: true, cancellationToken))
                { Yardsticks = ["checkout-128"] },
            new("checkout-stored", string.Create(CultureInfo.InvariantCulture, $"Carts and checkouts, 128 callers, in a shop that has sold {stored:N0} times before"), Needs.OwnShop,
                (stage, cancellationToken) => MeasureAsync(stage, 128, new(), stored, isOpen: false, cancellationToken)) { Yardsticks = ["checkout-128"], IsQuick = false },
        ];
    }

    private static Scenario Checkout(string name, int callers, Best best) => new(
        name, string.Create(CultureInfo.InvariantCulture, $"Carts and checkouts: a book into a guest's cart, and its paid order, {callers} callers"), Needs.OwnShop,
        (stage, cancellationToken) => MeasureAsync(stage, callers, best, 0, isOpen: false, cancellationToken));

    private static async Task<Measurement> MeasureAsync(Stage stage, int callers, Best best, int stored, bool isOpen, CancellationToken cancellationToken)
    {
        var shop = await stage.Shop.SellingAsync(stored, cancellationToken);
        var sales = new Sales(shop);
        if (stored > 0)
            await sales.FillAsync(stored, cancellationToken);
        var before = await sales.CountAsync(cancellationToken);

        var rate = isOpen ? best.PerSecond / 2 ?? stage.Options.Rate : (double?)null;
        var plan = stage.Plan(shop.Target, Purchase, Math.Max(1, callers / StreamsPerConnection), StreamsPerConnection, share: 0.15) with { PerSecond = rate };
        // Six processes compile their code beside each other: after 15,000 checkouts that still took a fifth of two cores.
        plan = plan with { WarmUp = plan.WarmUp with { AtMost = 8 * plan.WarmUp.AtMost } };
        var costs = shop.CostMeter();
        using var generator = new LoadGenerator(plan, new Visit(shop.BookIds).GoAsync);
        var meters = stage.Meters(shop.Target) with { Costs = costs };
        var (total, steps) = await generator.RunAsync(meters, cancellationToken);
        var failures = steps.Where(step => step.Key != Purchase).SelectMany(step => step.Value.Errors).ToList();
        var run = stage.Measured(shop.Target, Purchase, steps.GetValueOrDefault(Purchase) ?? total with { Void = "no checkout was completed" });
        if (!isOpen)
            best.Add(run.PerSecond);

        var sold = await SettledAsync(sales, before, cancellationToken);
        return meters.AddTo(run) with
        {
            Errors = failures.GroupBy(failure => failure.Key).ToDictionary(failure => failure.Key, failure => failure.Sum(one => one.Value)),
            Costs = Cost.Each(costs.Costs, run.PerSecond * plan.Duration.TotalSeconds),
            Costliest = await CostliestAsync(shop, cancellationToken),
            Note = string.Join("; ",
            [
                .. rate is null ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"{rate:N0} arrivals per second")],
                sold.ToString(), .. steps.Where(step => step.Key != Purchase).Select(Describe),
            ]),
            Void = run.Void ?? (sold.AddsUp(run.Acknowledged, failures.Count > 0) ? null : $"{run.Acknowledged} checkouts were acknowledged, but there are {sold}"),
        };
    }

    // Who was told that it takes longer left behind a checkout that goes on.
    private static async Task<SoldCounts> SettledAsync(Sales sales, SoldCounts before, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var sold = await sales.CountAsync(cancellationToken) - before;
            if (sold.Open == 0 || waited.Elapsed > Settling)
                return sold;
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<string>> CostliestAsync(SellingShop shop, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var part in shop.Parts)
        {
            var statements = await shop.Database.CostliestAsync(part.Database, MostStatements, cancellationToken);
            lines.AddRange(statements.Select(statement => string.Create(CultureInfo.InvariantCulture,
                $"{part.Name}: {statement.Calls:N0} calls of {1000 * statement.Milliseconds / statement.Calls:0} µs: {statement.Text[..Math.Min(MaxTextLength, statement.Text.Length)]}")));
        }
        return lines;
    }

    private static string Describe(KeyValuePair<string, Measurement> step) => string.Create(
        CultureInfo.InvariantCulture, $"{step.Key} p50 {step.Value.Latency?.P50:0.0} ms, p99 {step.Value.Latency?.P99:0.0} ms, max {step.Value.Latency?.Max:0} ms");

    /// <summary>The best rate so far, by which the open loop knows half of it.</summary>
    private sealed class Best
    {
        public double? PerSecond { get; private set; }

        public void Add(double perSecond) => PerSecond = Math.Max(perSecond, PerSecond ?? 0);
    }

    /// <summary>A guest's purchase.</summary>
    private sealed class Visit(IReadOnlyList<int> bookIds)
    {
        private static readonly Address Address = new() { Name = "Ada Lovelace", Line1 = "12 St James Square", City = "London", PostalCode = "SW1Y 4JH", Country = "GB" };

        public async Task GoAsync(Caller caller, long number)
        {
            var begun = caller.Intended ?? Stopwatch.GetTimestamp();
            var guest = Guid.NewGuid().ToString();
            var add = new AddItemRequest { CartId = guest, BookId = bookIds[(int)(number % bookIds.Count)], Quantity = 1, RequestId = guest };
            if (await caller.SendAsync(Caller.Grpc(Add, GrpcBody.Of(add)), "add") is null)
                return;
            var buy = new CheckoutRequest
            {
                CartId = guest,
                RequestId = guest,
                Email = "ada@example.com",
                DeliveryAddress = Address,
                PaymentToken = "sandbox-ok",
                ExpectedTotal = new() { CurrencyCode = "USD", Units = SellingShop.Price },
            };
            if (await caller.SendAsync(Caller.Grpc(Buy, GrpcBody.Of(buy)), "checkout") is not { } answer)
                return;
            var status = CheckoutStatus.Parser.ParseFrom(answer.AsSpan(GrpcBody.PrefixLength));
            if (status.State is CheckoutStatus.Types.State.Completed)
                caller.Finish(Purchase, begun);
            else
                caller.Fail("checkout", $"{status.State} {status.FailureReason}".TrimEnd());
        }
    }
}
