using System.Diagnostics;
using OpenTelemetry;

namespace OrderApp.ServiceDefaults.Sharing;

/// <summary>
/// Does together what concurrent callers want: whatever waits when a turn has ended is the next turn. There is no timer, so who is alone is not delayed.
/// </summary>
/// <param name="atOnce">So many turns may be under way at once.</param>
/// <param name="most">The most that is done in one turn.</param>
/// <param name="doAsync">Does a turn, and tells every caller in it of his own end; it never fails.</param>
internal sealed class Turns<TWish>(int atOnce, int most, Func<IReadOnlyList<TWish>, Task> doAsync) where TWish : Wish
{
    private readonly Queue<TWish> waiting = new();
    private int running;

    public void Add(TWish wish)
    {
        lock (waiting)
        {
            waiting.Enqueue(wish);
            if (running == atOnce)
                return;
            running++;
        }

        // What a turn does belongs to no single caller: neither his cancellation nor his deadline goes along.
        ThreadPool.UnsafeQueueUserWorkItem(static turns => _ = turns.WorkAsync(), this, preferLocal: false);
    }

    private async Task WorkAsync()
    {
        while (Next() is { Count: > 0 } turn)
        {
            // Spans belong to the first caller who is recorded; where nobody is, his decision is followed. What nobody called for leaves none.
            Activity.Current = (turn.Find(wish => wish.Caller is { Recorded: true }) ?? turn.Find(wish => wish.Caller is not null))?.Caller;
            using var untraced = Activity.Current is null ? SuppressInstrumentationScope.Begin() : null;
            await doAsync(turn);
        }
    }

    private List<TWish> Next()
    {
        lock (waiting)
        {
            var turn = new List<TWish>(Math.Min(most, waiting.Count));
            while (turn.Count < most && waiting.TryDequeue(out var wish))
            {
                if (!wish.IsGivenUp)
                    turn.Add(wish);
            }

            if (turn.Count == 0)
                running--;
            return turn;
        }
    }
}

/// <summary>What a caller wants and waits for.</summary>
internal abstract class Wish
{
    /// <summary>The caller's span.</summary>
    public Activity? Caller { get; } = Activity.Current;

    /// <summary>Whether nobody waits for it any more.</summary>
    public bool IsGivenUp { get; set; }
}
