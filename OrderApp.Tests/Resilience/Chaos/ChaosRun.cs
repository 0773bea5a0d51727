using System.Globalization;
using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos.Checking;
using OrderApp.Tests.Resilience.Chaos.Clients;
using OrderApp.Tests.Resilience.Chaos.Recording;

namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>Many customers and watchers at work while faults strike, round after round; after each all is held against the database.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    private readonly IReadOnlyList<Door> doors;
    private readonly Customer[] customers;
    private readonly Watcher[] watchers;
    private readonly string connection;

    public ChaosRun(IReadOnlyList<Door> doors, string connection, int seed, Errands? errands = null, int customers = 10, int watchers = 3)
    {
        (this.doors, this.connection) = (doors, connection);
        var shelf = new Shelf();
        this.customers = [.. Enumerable.Range(1, customers)
            .Select(number => new Customer($"customer {number}", doors, errands ?? Errands.All, History, shelf, new(unchecked(seed + number))))];
        this.watchers = [.. Enumerable.Range(1, watchers).Select(number => new Watcher($"watcher {number}", doors, new(unchecked(seed - number))))];
    }

    public History History { get; } = new();

    public int WatchBreaks => watchers.Sum(watcher => watcher.Breaks);

    /// <summary>Where each watcher sits now, and for how long it was told nothing.</summary>
    public IEnumerable<string> Sittings => watchers.Select(watcher => watcher.Sitting);

    /// <summary>How long watchers may take to catch up, and calls to be answered, once all is healed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Lets everybody watch from the first order on.</summary>
    public async Task BeginAsync()
    {
        await Task.WhenAll(watchers.Select(watcher => watcher.StartAsync()));
        var subject = History.NextSubject();
        var request = new CreateOrderRequest { Name = $"order {subject}", UserId = subject, RequestId = $"chaos/{subject}" };
        await Support.Eventually.TrueAsync(
            async () => (await History.CallAsync("the first customer", doors[0], subject, request)).IsAcknowledged, "the first order is taken", Patience);
        await Support.Eventually.TrueAsync(() => Task.FromResult(watchers.All(watcher => watcher.Count > 0)), "all watchers are told of the first order");
    }

    /// <summary>Lets customers come and go while <paramref name="disturb"/> does its worst.</summary>
    public async Task WorkAsync(Func<Task> disturb)
    {
        using var ended = new CancellationTokenSource();
        var work = customers.Select(customer => Task.Run(() => customer.RunAsync(ended.Token))).ToArray();
        try
        {
            await disturb();
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(work);
        }
    }

    /// <summary>Sends again what was not answered, lets watchers catch up, and answers what is broken.</summary>
    public async Task<IReadOnlyList<Violation>> SettleAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await Task.WhenAll(customers.Select(customer => customer.RetryAsync(limit.Token)));
        while (true)
        {
            var stored = await StoredReader.ReadAsync(connection);
            var told = watchers.ToDictionary(watcher => watcher.Name, watcher => watcher.Told);
            // A call that was not answered may still take effect: both are looked at again until they agree.
            if (limit.IsCancellationRequested || told.Values.All(events => events.Count == stored.Events.Count))
                return [.. Checker.Check(History.Acts, stored, told), .. GivenUp(), .. Unanswered()];
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watcher in watchers)
            await watcher.DisposeAsync();
    }

    private IEnumerable<Violation> GivenUp() =>
        from watcher in watchers
        where watcher.GivenUp is not null
        select new Violation("a resume token is good", $"{watcher.Name} was refused its token: {watcher.GivenUp}", []);

    private IEnumerable<Violation> Unanswered() =>
        from act in History.Acts.Where(act => act.Request is CreateOrderRequest { RequestId.Length: > 0 }).GroupBy(act => act.Subject)
        where act.All(attempt => attempt.Outcome == Outcome.Unknown)
        select new Violation(
            "all is answered in the end",
            string.Create(CultureInfo.InvariantCulture, $"order {act.Key} was not within {Patience.TotalSeconds} s of everything being healed"),
            [.. act.TakeLast(3).Select(attempt => $"{attempt}")]);
}
