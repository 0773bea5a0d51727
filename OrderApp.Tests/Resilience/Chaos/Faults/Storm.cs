using System.Collections.Concurrent;
using System.Globalization;

namespace OrderApp.Tests.Resilience.Chaos.Faults;

/// <summary>Lets faults strike at random times, up to two at once on different targets. The seed gives their order, lengths and targets.</summary>
internal sealed class Storm(IReadOnlyList<Fault> faults, int seed, bool untilAllHaveStruck)
{
    private const int Winds = 2;
    private static readonly TimeSpan LongestCalm = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan LongestStrike = TimeSpan.FromMilliseconds(1500);
    private readonly Random random = new(seed);
    private readonly Lock gate = new();
    private readonly List<Fault> turn = [];
    private readonly HashSet<string> busy = [];
    private readonly ConcurrentDictionary<string, int> strikes = new();

    public int Strikes => strikes.Values.Sum();

    /// <summary>How often each kind has struck.</summary>
    public string Summary => string.Join(", ", strikes.OrderBy(kind => kind.Key, StringComparer.Ordinal)
        .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} {kind.Value}")));

    private bool IsComplete => !untilAllHaveStruck || faults.All(fault => strikes.ContainsKey(fault.Kind));

    /// <summary>Rages for a while, and where that is asked for until every kind has struck; when it returns, all is healed.</summary>
    public async Task RageAsync(TimeSpan duration)
    {
        using var ended = new CancellationTokenSource(duration);
        await Task.WhenAll(Enumerable.Range(0, Winds).Select(_ => BlowAsync(ended.Token)));
    }

    private async Task BlowAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested || !IsComplete)
        {
            await Task.Delay(UpTo(LongestCalm), CancellationToken.None);
            if (Take() is not { } fault)
                continue;
            try
            {
                strikes.AddOrUpdate(fault.Kind, 1, (_, count) => count + 1);
                await fault.Strike(UpTo(LongestStrike));
            }
            finally
            {
                lock (gate)
                    busy.Remove(fault.Target);
            }
        }
    }

    // Every kind has its turn, at a random one of its targets, before any comes again; what others strike at is left for later.
    private Fault? Take()
    {
        lock (gate)
        {
            if (turn.Count == 0)
            {
                Fault[] next = [.. faults.GroupBy(fault => fault.Kind).Select(kind => kind.ElementAt(random.Next(kind.Count())))];
                random.Shuffle(next);
                turn.AddRange(next);
            }

            var fault = turn.Find(fault => !busy.Contains(fault.Target));
            if (fault is null)
                return null;
            turn.Remove(fault);
            busy.Add(fault.Target);
            return fault;
        }
    }

    private TimeSpan UpTo(TimeSpan longest)
    {
        lock (gate)
            return longest * random.NextDouble();
    }
}
