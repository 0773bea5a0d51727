using System.Collections.Concurrent;
using System.Globalization;

namespace OrderApp.Tests.Chaos.Faults;

/// <summary>Lets faults strike at random times, up to two at once on different targets.</summary>
internal sealed class Storm(IReadOnlyList<Fault> faults)
{
    private const int Winds = 2;
    private static readonly TimeSpan LongestCalm = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan LongestStrike = TimeSpan.FromMilliseconds(1500);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> targets = new();
    private readonly ConcurrentDictionary<string, int> strikes = new();

    public int Strikes => strikes.Values.Sum();

    /// <summary>How often each kind has struck.</summary>
    public string Summary => string.Join(", ", strikes.OrderBy(kind => kind.Key, StringComparer.Ordinal)
        .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} {kind.Value}")));

    /// <summary>Rages for a while; when it returns, all is healed. The faults come in an order that the seed gives.</summary>
    public Task RageAsync(TimeSpan duration, int seed) =>
        Task.WhenAll(Enumerable.Range(0, Winds).Select(wind => BlowAsync(duration, new(unchecked((seed * Winds) + wind)))));

    private async Task BlowAsync(TimeSpan duration, Random random)
    {
        // Every kind has its turn before any comes again.
        var order = new Queue<Fault>();
        using var ended = new CancellationTokenSource(duration);
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(LongestCalm * random.NextDouble());
            if (order.Count == 0)
                order = new(Shuffled(random));
            var fault = order.Dequeue();
            var length = LongestStrike * random.NextDouble();
            var target = targets.GetOrAdd(fault.Target, _ => new(1));
            if (!await target.WaitAsync(TimeSpan.Zero))
                continue;
            try
            {
                strikes.AddOrUpdate(fault.Kind, 1, (_, count) => count + 1);
                await fault.Strike(length);
            }
            finally
            {
                target.Release();
            }
        }
    }

    // One fault of each kind, at a random one of its targets.
    private Fault[] Shuffled(Random random)
    {
        var turn = faults.GroupBy(fault => fault.Kind).Select(kind => kind.ElementAt(random.Next(kind.Count()))).ToArray();
        random.Shuffle(turn);
        return turn;
    }
}
