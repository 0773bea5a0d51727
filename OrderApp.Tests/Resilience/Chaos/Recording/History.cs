using System.Collections.Concurrent;
using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using OrderApp.Tests.Orders;

namespace OrderApp.Tests.Resilience.Chaos.Recording;

/// <summary>Notes every call of every client with its outcome.</summary>
internal sealed class History
{
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(3);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly ConcurrentQueue<Act> acts = [];
    private int lastSubject;
    private int lastChange;
    private int lastAct;

    public IReadOnlyList<Act> Acts => [.. acts];

    /// <summary>A number that no order has yet.</summary>
    public int NextSubject() => Interlocked.Increment(ref lastSubject);

    /// <summary>A number that no change has yet.</summary>
    public int NextChange() => Interlocked.Increment(ref lastChange);

    /// <summary>Makes a call and notes how it ended; it never throws for a call that failed.</summary>
    public async Task<Act> CallAsync(string client, Door door, int subject, IMessage request)
    {
        var act = new Act(Interlocked.Increment(ref lastAct), client, door.Name, subject, request, clock.Elapsed);
        try
        {
            var answer = await OrderCalls.SendAsync(door.Client, request, new(deadline: DateTime.UtcNow + CallTime));
            act = act with { Ended = clock.Elapsed, Outcome = Outcome.Acknowledged, Code = StatusCode.OK, Answer = answer };
        }
        catch (RpcException error)
        {
            act = act with { Ended = clock.Elapsed, Outcome = Outcomes.Of(error), Code = error.StatusCode, FromServer = Outcomes.IsFromServer(error) };
        }

        acts.Enqueue(act);
        return act;
    }
}
