using OrderApp.ServiceDefaults.Sharing;

namespace OrderApp.Tests.ServiceDefaults;

public sealed class SharedLookupsTests
{
    private readonly List<IReadOnlyCollection<int>> calls = [];

    [Fact]
    public async Task Who_comes_while_a_call_is_under_way_is_answered_by_a_later_one_together_with_others()
    {
        var (gate, version) = (new TaskCompletionSource(), 1);
        var lookups = new SharedLookups<int, int>(atOnce: 1, most: 100, async keys =>
        {
            calls.Add(keys);
            var now = version;
            await gate.Task;
            return keys.ToDictionary(key => key, _ => now);
        });

        var first = lookups.FindAsync([1], TestContext.Current.CancellationToken);
        while (calls.Count == 0)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        version = 2;
        var others = Enumerable.Range(0, 10).Select(_ => lookups.FindAsync([1, 2], TestContext.Current.CancellationToken)).ToList();
        gate.SetResult();

        Assert.Equal(1, (await first)[1]);
        Assert.All(await Task.WhenAll(others), found => Assert.Equal(2, found[1]));
        Assert.Equal([[1], [1, 2]], calls);
    }

    [Fact]
    public async Task More_keys_than_a_call_may_have_are_asked_for_in_several()
    {
        var lookups = new SharedLookups<int, int>(atOnce: 1, most: 10, keys =>
        {
            lock (calls)
                calls.Add(keys);
            return Task.FromResult<IReadOnlyDictionary<int, int>>(keys.ToDictionary(key => key));
        });

        var found = await Task.WhenAll(Enumerable.Range(0, 25).Select(number => lookups.FindAsync([number, number + 1], TestContext.Current.CancellationToken)));

        foreach (var (number, one) in found.Index())
            Assert.Equal((number, number + 1), (one[number], one[number + 1]));
        Assert.All(calls, keys => Assert.InRange(keys.Count, 1, 10));
    }

    [Fact]
    public async Task A_call_that_fails_fails_for_those_who_share_it_and_the_next_is_made()
    {
        var isAway = true;
        var lookups = new SharedLookups<int, int>(atOnce: 1, most: 10, keys => isAway
            ? throw new InvalidOperationException("away")
            : Task.FromResult<IReadOnlyDictionary<int, int>>(keys.ToDictionary(key => key)));

        await Assert.ThrowsAsync<InvalidOperationException>(() => lookups.FindAsync([1], TestContext.Current.CancellationToken));
        isAway = false;

        Assert.Equal(1, (await lookups.FindAsync([1], TestContext.Current.CancellationToken))[1]);
    }
}
