using System.Diagnostics;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos.Recording;

namespace OrderApp.Tests.Resilience.Chaos.Clients;

/// <summary>One who watches all orders from their first on, at a random replica, and after each break at another, from the last token on.</summary>
internal sealed class Watcher(string name, IReadOnlyList<Door> doors, Random random) : IAsyncDisposable
{
    private const int LongestSitting = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource ended = new();
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly List<OrderEvent> told = [];
    private Task running = Task.CompletedTask;
    private string place = "nowhere";
    private long lastTold = Stopwatch.GetTimestamp();

    public string Name => name;

    /// <summary>What it was told so far.</summary>
    public IReadOnlyList<OrderEvent> Told
    {
        get
        {
            lock (gate)
                return [.. told];
        }
    }

    public int Count
    {
        get
        {
            lock (gate)
                return told.Count;
        }
    }

    /// <summary>How often it had to begin again.</summary>
    public int Breaks { get; private set; }

    /// <summary>Where it sits now, and for how long it was told nothing.</summary>
    public string Sitting => $"{name} is {place}, told of {Count} events, the last {Stopwatch.GetElapsedTime(Volatile.Read(ref lastTold)).TotalSeconds:0.0} s ago";

    /// <summary>A refusal of its token, after which it can only give up.</summary>
    public Status? GivenUp { get; private set; }

    /// <summary>Begins to watch and returns once nothing that follows is missed.</summary>
    public Task StartAsync()
    {
        running = Task.Run(RunAsync);
        return begun.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await running;
        ended.Dispose();
    }

    private async Task RunAsync()
    {
        while (!ended.IsCancellationRequested && GivenUp is null)
        {
            try
            {
                await SitAsync(random.Next(1, LongestSitting));
            }
            catch (RpcException error) when (Outcomes.Of(error) == Outcome.Refused || error.StatusCode == StatusCode.OutOfRange)
            {
                if (error.StatusCode != StatusCode.ResourceExhausted)
                    GivenUp = error.Status;
            }
            catch (RpcException)
            {
                // Broken off; it goes on elsewhere.
            }

            Breaks++;
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task SitAsync(int events)
    {
        var token = Told is [.., var last] ? last.ResumeToken : "";
        var door = doors[random.Next(doors.Count)];
        place = $"on the way in at {door.Name}";
        using var call = door.Client.WatchOrders(new() { ResumeToken = token }, cancellationToken: ended.Token);
        await call.ResponseHeadersAsync;
        place = $"in at {door.Name}";
        begun.TrySetResult();
        while (events-- > 0 && await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            lock (gate)
                told.Add(call.ResponseStream.Current);
            Volatile.Write(ref lastTold, Stopwatch.GetTimestamp());
        }
    }
}
