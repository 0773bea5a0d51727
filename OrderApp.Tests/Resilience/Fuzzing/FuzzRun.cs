using System.Collections.Concurrent;
using System.Diagnostics;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>Runs numbered cases side by side, counts how they ended, and tells those that ended as none may.</summary>
internal sealed class FuzzRun(ITestOutputHelper output, ComplaintLog log)
{
    private const int Workers = 8;
    private const int MostFailures = 20;
    private readonly ConcurrentDictionary<string, int> endings = new();
    private readonly ConcurrentQueue<string> failures = new();
    private readonly ConcurrentBag<(TimeSpan Took, int Seed)> times = [];

    public void Count(string ending) => endings.AddOrUpdate(ending, 1, (_, before) => before + 1);

    /// <param name="cases">How many.</param>
    /// <param name="run">Runs the case of a number and a seed; answers what is wrong, or null.</param>
    public async Task AllAsync(int cases, Func<int, int, Task<string?>> run)
    {
        var first = FuzzSettings.Seed;
        output.WriteLine($"{cases} cases from seed {first} ({FuzzSettings.SeedVariable})");
        await Parallel.ForEachAsync(Enumerable.Range(0, cases), new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (number, _) =>
        {
            if (failures.Count >= MostFailures)
                return;
            var began = Stopwatch.GetTimestamp();
            if (await run(number, unchecked(first + number)) is { } wrong)
                failures.Enqueue(wrong);
            times.Add((Stopwatch.GetElapsedTime(began), unchecked(first + number)));
        });
        output.WriteLine(string.Join(", ", endings.OrderByDescending(ending => ending.Value).Select(ending => $"{ending.Key}: {ending.Value}")));
        output.WriteLine("slowest: " + string.Join(", ", times.OrderDescending().Take(5).Select(time => $"{time.Took.TotalMilliseconds:0} ms (seed {time.Seed})")));
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures.Concat(log.Complaints.Take(5))));
        Assert.True(log.Complaints.Count == 0, string.Join("\n", log.Complaints.Take(5)));
    }
}
