using Google.Protobuf;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos.Recording;

namespace OrderApp.Tests.Resilience.Chaos.Clients;

/// <summary>A client that creates, reads, changes and removes orders at random replicas, and sends again what was not answered.</summary>
internal sealed class Customer(string name, IReadOnlyList<Door> doors, Errands errands, History history, Shelf shelf, Random random)
{
    private const int Tries = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    /// <summary>Keyed creates that were not answered.</summary>
    public List<CreateOrderRequest> Unanswered { get; } = [];

    public async Task RunAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await (errands.Pick(random) switch
            {
                Errand.CreateKeyed => CreateKeyedAsync(),
                Errand.Create => CreateAsync(),
                Errand.Read => OnKnownAsync(ReadAsync),
                Errand.Update => OnKnownAsync(UpdateAsync),
                _ => OnKnownAsync(RemoveAsync),
            });
            await Task.Delay(LongestPause * random.NextDouble(), CancellationToken.None);
        }
    }

    /// <summary>Sends what was not answered again until it is.</summary>
    public async Task RetryAsync(CancellationToken limit)
    {
        foreach (var request in Unanswered.ToList())
        {
            while ((await SendAsync(request.UserId, request)).Outcome == Outcome.Unknown && !limit.IsCancellationRequested)
                await Task.Delay(PauseAfterFailure, CancellationToken.None);
            Unanswered.Remove(request);
        }
    }

    private async Task CreateAsync()
    {
        var request = NewOrder();
        Keep(await SendAsync(request.UserId, request));
    }

    private async Task CreateKeyedAsync()
    {
        var request = NewOrder();
        request.RequestId = $"chaos/{request.UserId}";
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            // Now and then the same request goes out twice at once, as from an impatient client.
            var acts = await Task.WhenAll(Enumerable.Range(0, random.Next(3) == 0 ? 2 : 1).Select(_ => SendAsync(request.UserId, request)).ToList());
            foreach (var act in acts)
                Keep(act);
            if (acts.Any(act => act.Outcome != Outcome.Unknown))
                return;
            await Task.Delay(PauseAfterFailure, CancellationToken.None);
        }

        Unanswered.Add(request);
    }

    private async Task ReadAsync(int subject, Order order)
    {
        var act = await SendAsync(subject, new ReadOrderRequest { Uuid = order.Uuid });
        Keep(act);
        if (act.Code == StatusCode.NotFound)
            shelf.Remove(subject);
    }

    // Most know the version that they change; some have an old one, because others were faster.
    private async Task UpdateAsync(int subject, Order order)
    {
        var request = new UpdateOrderRequest
        {
            Uuid = order.Uuid,
            Name = $"order {subject}, change {history.NextChange()}",
            Completed = random.Next(2) == 0,
            Etag = random.Next(6) == 0 ? "" : order.Etag,
        };
        var act = await SendAsync(subject, request);
        Keep(act);
        if (act.Outcome == Outcome.Refused)
            await ReadAsync(subject, order);
    }

    private async Task RemoveAsync(int subject, Order order)
    {
        var act = await SendAsync(subject, new DeleteOrderRequest { Uuid = order.Uuid, Etag = random.Next(3) == 0 ? "" : order.Etag });
        // Others may still have it in mind: a removed order is read and changed now and then too.
        if (act.IsAcknowledged && random.Next(2) == 0)
            shelf.Remove(subject);
    }

    private Task OnKnownAsync(Func<int, Order, Task> errand) => shelf.Pick(random) is { } known ? errand(known.Subject, known.Order) : Task.CompletedTask;

    private CreateOrderRequest NewOrder()
    {
        var subject = history.NextSubject();
        return new() { Name = $"order {subject}", Completed = random.Next(2) == 0, UserId = subject };
    }

    private Task<Act> SendAsync(int subject, IMessage request) => history.CallAsync(name, doors[random.Next(doors.Count)], subject, request);

    private void Keep(Act act)
    {
        if (act.Order is { } order)
            shelf.Put(act.Subject, order);
    }
}
