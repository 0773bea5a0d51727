using System.Collections.Concurrent;
using Grpc.Core;
using OrderApp.ServiceDefaults;

namespace OrderApp.Tests.Carts;

/// <summary>What goes wrong with the next calls of the services that a checkout needs, by the method's name.</summary>
internal sealed class Faults
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> planned = new();
    private readonly ConcurrentDictionary<string, int> calls = new();

    /// <summary>Refuses the next call, for good.</summary>
    public void Refuse(string method, string reason, StatusCode code = StatusCode.FailedPrecondition) =>
        Plan(method, new Fault { Refusal = GrpcErrors.Make(code, reason, "planned") });

    /// <summary>Is away for so many calls; with <paramref name="after"/> it does what it is asked to, and loses the answer.</summary>
    public void Fail(string method, int times, bool after)
    {
        for (var i = 0; i < times; i++)
            Plan(method, new Fault { FailsBefore = !after, FailsAfter = after });
    }

    /// <summary>Holds the next call until it is let go, before or after it does what it is asked to.</summary>
    public Hold Hold(string method, bool after)
    {
        var hold = new Hold();
        Plan(method, new Fault { HeldBefore = after ? null : hold, HeldAfter = after ? hold : null });
        return hold;
    }

    /// <summary>Nothing goes wrong any more: a test may end with faults left that its checkout had no need to meet.</summary>
    public void Clear() => planned.Clear();

    /// <summary>How often a method was called.</summary>
    public int CallsOf(string method) => calls.GetValueOrDefault(method);

    public async Task<TAnswer> RunAsync<TAnswer>(string method, Func<TAnswer> effect)
    {
        calls.AddOrUpdate(method, 1, (_, count) => count + 1);
        var fault = planned.TryGetValue(method, out var queue) && queue.TryDequeue(out var next) ? next : new Fault();
        if (fault.Refusal is { } refusal)
            throw refusal;
        if (fault.HeldBefore is { } before)
            await before.StopAsync();
        if (fault.FailsBefore)
            throw Away();
        var answer = effect();
        if (fault.HeldAfter is { } held)
            await held.StopAsync();
        return fault.FailsAfter ? throw Away() : answer;
    }

    private void Plan(string method, Fault fault) => planned.GetOrAdd(method, _ => new()).Enqueue(fault);

    private static RpcException Away() => GrpcErrors.Unavailable("AWAY", "planned");

    private sealed record Fault
    {
        public RpcException? Refusal { get; init; }

        public bool FailsBefore { get; init; }

        public bool FailsAfter { get; init; }

        public Hold? HeldBefore { get; init; }

        public Hold? HeldAfter { get; init; }
    }
}

/// <summary>A call that is held.</summary>
internal sealed class Hold
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the call has come.</summary>
    public Task Reached => reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Release() => released.TrySetResult();

    public Task StopAsync()
    {
        reached.TrySetResult();
        return released.Task;
    }
}
