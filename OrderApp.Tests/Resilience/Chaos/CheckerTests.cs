using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos.Checking;
using OrderApp.Tests.Resilience.Chaos.Recording;
using static OrderApp.Protos.OrderEvent.Types.Type;

namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>Each rule is broken by hand, in every way that it should notice.</summary>
[Trait("Category", "Chaos")]
public sealed class CheckerTests
{
    private static readonly (string Rule, Case Spoilt)[] Spoilt =
    [
        ("an acknowledged order is there", Story.Kept with { Rows = [] }),
        ("an acknowledged order is there", Story.Kept with { Rows = [], Events = [] }),
        ("an acknowledged order is there", WithEvents(Story.Event(Created, Story.Version(1, "another")), Story.Kept.Events[1])),
        ("an acknowledged order is there", Story.Kept with { Requests = new Dictionary<string, string>() }),
        ("an order is there once", Story.Kept with { Rows = [.. Story.Kept.Rows, Other(Story.Version(2))] }),
        ("an order is there once", WithEvents([.. Story.Kept.Events, Story.Event(Created, Other(Story.Version(1)))])),
        ("an order is there once", WithAct(2, act => act with { Answer = new CreateOrderResponse { Order = Other(Story.Version(1)) } })),
        ("an order is there once", Story.Removed with { Events = [.. Story.Removed.Events, Story.Removed.Events[^1]] }),
        ("an order was asked for", Story.Kept with { Acts = [] }),
        ("an order was asked for", Story.Kept with { Acts = [.. Story.Kept.Creates.Select(act => Refused(act, StatusCode.ResourceExhausted))] }),
        ("an order was asked for", WithEvents(Story.Event(Created, Story.Version(1, "another")), Story.Kept.Events[1])),
        ("a change has its event", Story.Kept with { Events = [] }),
        ("a change has its event", WithEvents(Story.Kept.Events[0])),
        ("a change has its event", Story.Kept with { Rows = [] }),
        ("a change has its event", Story.Removed with { Rows = Story.Kept.Rows }),
        ("events follow each other", WithEvents(Story.Kept.Events[1])),
        ("events follow each other", WithEvents(Story.Kept.Events[1], Story.Kept.Events[0])),
        ("events follow each other", WithEvents(Story.Kept.Events[0], Story.Event(Updated, Story.Version(3, "change 1")))),
        ("events follow each other", Story.Removed with { Events = [.. Story.Kept.Events, Story.Event(Deleted, Story.Version(3, "change 1"))] }),
        ("a request_id has its order", Story.Kept with { Requests = new Dictionary<string, string> { ["chaos/1"] = Other(Story.Version(1)).Uuid } }),
        ("a request_id has its order", Story.Kept with { Requests = new Dictionary<string, string>() }),
        ("an acknowledged update is not lost", WithEvents(Story.Kept.Events[0])),
        ("an acknowledged update is not lost", WithEvents(Story.Kept.Events[0], Story.Event(Updated, Story.Version(2, "change 2")))),
        ("an acknowledged update is not lost", WithAct(5, act => act with { Outcome = Outcome.Acknowledged, Answer = new UpdateOrderResponse { Order = Story.Version(2, "change 2") } })),
        ("an acknowledged update is not lost", WithAct(4, act => act with { Request = Story.Change(7, "change 1") })),
        ("an update was asked for and happened once", Story.Kept with { Acts = [.. Story.Kept.Acts.Where(act => act.Number != 4)] }),
        ("an update was asked for and happened once", WithAct(4, act => Refused(act, StatusCode.Aborted))),
        ("an update was asked for and happened once", WithEvents([.. Story.Kept.Events, Story.Event(Updated, Story.Version(3, "change 1"))])),
        ("an update was asked for and happened once", WithAct(4, act => Story.Lost(4, Story.Change(7, "change 1")))),
        ("a removal was asked for and happened once", Story.Removed with { Events = Story.Kept.Events }),
        ("a removal was asked for and happened once", Story.Removed with { Rows = Story.Kept.Rows }),
        ("a removal was asked for and happened once", Story.Removed with { Acts = Story.Kept.Acts }),
        ("a removal was asked for and happened once", WithAct(9, act => act with { Answer = new DeleteOrderResponse { Success = true } })),
        ("a removal was asked for and happened once", Story.Kept with { Acts = [.. Story.Kept.Acts, Story.Removed.Acts[^1]] }),
        ("a status is a documented one", WithAct(5, act => Refused(act, StatusCode.Internal))),
        ("a status is a documented one", WithAct(5, act => Refused(act, StatusCode.Unknown))),
        ("a read tells the truth", WithAct(3, act => act with { Answer = new ReadOrderResponse { Order = Story.Version(1, "another") } })),
        ("a refusal tells the truth", WithAct(6, act => Refused(act, StatusCode.NotFound))),
        ("a refusal tells the truth", WithAct(5, act => Refused(act with { Request = Story.Change(2, "change 2") }, StatusCode.Aborted))),
        ("a refusal tells the truth", WithAct(2, act => Refused(act, StatusCode.AlreadyExists))),
        ("answers do not go back in time", WithAct(6, act => act with { Answer = new ReadOrderResponse { Order = Story.Version(1) } })),
        ("answers do not go back in time", WithAct(8, act => act with { Outcome = Outcome.Acknowledged, Answer = Story.Kept.Acts[5].Answer })),
        ("watchers are told of each event once", WithTold(Story.Kept.Events[0])),
        ("watchers are told of each event once", WithTold([.. Story.Kept.Events, Story.Kept.Events[1]])),
        ("watchers are told of each event once", WithTold(Story.Kept.Events[0], Story.Event(Updated, Story.Version(2, "change 2")))),
        ("watchers are told in order", WithTold(Story.Kept.Events[1], Story.Kept.Events[0])),
    ];

    public static TheoryData<int, string> Broken => [.. Spoilt.Index().Select(spoilt => (spoilt.Index, spoilt.Item.Rule))];

    [Fact]
    public void A_life_as_it_should_be_breaks_no_rule()
    {
        Assert.Empty(Checker.Check(Story.Kept));
        Assert.Empty(Checker.Check(Story.Removed));
    }

    [Fact]
    public void What_was_not_answered_may_have_happened_or_not()
    {
        Assert.Empty(Checker.Check(WithAct(4, act => Story.Lost(4, act.Request))));
        Assert.Empty(Checker.Check(Story.Kept with { Acts = [.. Story.Kept.Acts, Story.Lost(7, Story.Change(2, "change 3"))] }));
        Assert.Empty(Checker.Check(Story.Kept with { Acts = [.. Story.Kept.Acts, Story.Lost(7, new DeleteOrderRequest { Uuid = Story.Uuid })] }));
        Assert.Empty(Checker.Check(new Case(1, [Story.Lost(1, new CreateOrderRequest { Name = "order 1", UserId = 1 })])));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_broken_is_found(int index, string rule) => Assert.Contains(rule, Checker.Check(Spoilt[index].Spoilt).Select(violation => violation.Rule));

    [Fact]
    public void Every_rule_can_be_broken() => Assert.Empty(Checker.RuleNames.Except(Spoilt.Select(spoilt => spoilt.Rule)));

    [Fact]
    public void A_violation_is_shown_with_no_more_calls_than_it_takes()
    {
        var violation = Checker.Check(WithEvents(Story.Kept.Events[0])).First(found => found.Rule == "an acknowledged update is not lost");

        Assert.Collection(
            violation.History.Where(line => line.StartsWith('#')),
            line => Assert.Contains("CreateOrderRequest", line, StringComparison.Ordinal),
            line => Assert.StartsWith("#4 ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Holes_among_the_positions_of_events_are_found()
    {
        var stored = new Stored(Story.Kept.Rows, Story.Kept.Events, Story.Kept.Requests, [1, 2], 2);
        var told = Story.Kept.Told;

        Assert.Empty(Checker.Check(Story.Kept.Acts, stored, told));
        Assert.NotEmpty(Checker.Check(Story.Kept.Acts, stored with { Positions = [1, 3] }, told));
        Assert.NotEmpty(Checker.Check(Story.Kept.Acts, stored with { FeedPosition = 3 }, told));
        Assert.NotEmpty(Checker.Check(Story.Kept.Acts, stored with { Requests = new Dictionary<string, string> { ["other"] = "none" } }, told));
    }

    private static Case WithEvents(params OrderEvent[] events) => Story.Kept with { Events = events };

    private static Case WithTold(params OrderEvent[] told) =>
        Story.Kept with { Told = new Dictionary<string, IReadOnlyList<OrderEvent>> { ["watcher"] = told } };

    private static Case WithAct(int number, Func<Act, Act> change)
    {
        var story = number > Story.Kept.Acts.Count ? Story.Removed : Story.Kept;
        return story with { Acts = [.. story.Acts.Select(act => act.Number == number ? change(act) : act)] };
    }

    private static Act Refused(Act act, StatusCode code) => act with { Outcome = Outcome.Refused, Code = code, Answer = null };

    private static Order Other(Order order)
    {
        var other = order.Clone();
        other.Uuid = "0198c0de-0000-7000-8000-000000000002";
        return other;
    }
}
