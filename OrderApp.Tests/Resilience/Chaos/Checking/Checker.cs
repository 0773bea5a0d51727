using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos.Recording;

namespace OrderApp.Tests.Resilience.Chaos.Checking;

/// <summary>Holds what clients were told against what the database holds.</summary>
internal static class Checker
{
    private static readonly (string Name, Func<Case, IEnumerable<string>> Check)[] Rules =
    [
        ("an acknowledged order is there", CreateRules.NotLost),
        ("an order is there once", CreateRules.NotDoubled),
        ("an order was asked for", CreateRules.AskedFor),
        ("a change has its event", WholeRules.EventPerChange),
        ("events follow each other", WholeRules.EventsInOrder),
        ("a request_id has its order", WholeRules.RequestIdWithOrder),
        ("an acknowledged update is not lost", ChangeRules.UpdatesNotLost),
        ("an update was asked for and happened once", ChangeRules.UpdatesAskedFor),
        ("a removal was asked for and happened once", ChangeRules.Removals),
        ("a status is a documented one", AnswerRules.DocumentedStatus),
        ("a read tells the truth", AnswerRules.ReadsAreTrue),
        ("a refusal tells the truth", AnswerRules.RefusalsAreTrue),
        ("answers do not go back in time", AnswerRules.NothingGoesBack),
        ("watchers are told of each event once", WatchRules.Complete),
        ("watchers are told in order", WatchRules.InOrder),
    ];

    /// <summary>The names of the rules for a single order.</summary>
    public static IEnumerable<string> RuleNames => Rules.Select(rule => rule.Name);

    public static IReadOnlyList<Violation> Check(
        IReadOnlyList<Act> acts, Stored stored, IReadOnlyDictionary<string, IReadOnlyList<OrderEvent>> told) =>
        [.. Case.Of(acts, stored, told).SelectMany(Check), .. CheckFeed(stored)];

    /// <summary>Holds one order against every rule.</summary>
    public static IEnumerable<Violation> Check(Case order) =>
        from rule in Rules
        let what = rule.Check(order).FirstOrDefault()
        where what is not null
        select Shown(rule.Name, rule.Check, order);

    private static Violation Shown(string name, Func<Case, IEnumerable<string>> rule, Case order)
    {
        var shortest = ShortestHistory.Of(order, rule);
        return new(name, rule(shortest).First(), ShortestHistory.Lines(shortest));
    }

    private static IEnumerable<Violation> CheckFeed(Stored stored)
    {
        if (!stored.Positions.SequenceEqual(Enumerable.Range(1, stored.Positions.Count).Select(position => (long)position)))
            yield return new("events have positions without a hole", $"{stored.Positions.Count} events end at position {stored.Positions[^1]}", []);
        if (stored.FeedPosition != stored.Positions.Count)
            yield return new("events have positions without a hole", $"{stored.Positions.Count} events, and the next gets position {stored.FeedPosition + 1}", []);
        var created = stored.Events.Select(happened => happened.Order.Uuid).ToHashSet();
        foreach (var (key, uuid) in stored.Requests.Where(request => !created.Contains(request.Value)))
            yield return new("a request_id has its order", $"request_id {key} stands for order {uuid}, which was never created", []);
    }
}
