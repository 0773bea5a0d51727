using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using OrderApp.Protos;

namespace OrderApp.Tests.Stocking;

/// <summary>Checkouts and deliveries as fast as they are answered, and what was answered.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Tests repeat a run by its seed.")]
internal sealed class InventoryLoad(Metadata service, Metadata clerk, int seed)
{
    private const int Clients = 12;
    private const int Books = 9;
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<Func<Inventory.InventoryClient, Task>> unanswered = [];
    private int last;

    /// <summary>Confirms that were answered, by the reservation's id.</summary>
    public ConcurrentBag<string> Confirmed { get; } = [];

    /// <summary>Releases that were answered.</summary>
    public ConcurrentBag<string> Released { get; } = [];

    /// <summary>Returns that were answered.</summary>
    public ConcurrentBag<string> Returned { get; } = [];

    /// <summary>Deliveries of one copy each that were answered.</summary>
    public ConcurrentBag<string> Delivered { get; } = [];

    public ConcurrentBag<StatusCode> Failures { get; } = [];

    /// <summary>Works until <paramref name="cut"/> has happened; each client ends with its first failure.</summary>
    public async Task RunAsync(Uri address, Func<Task> cut)
    {
        using var ended = new CancellationTokenSource();
        using var channel = GrpcChannel.ForAddress(address);
        var before = Confirmed.Count;
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => WorkAsync(new(channel), ended.Token))).ToArray();
        await Support.Eventually.TrueAsync(() => Task.FromResult(Confirmed.Count >= before + Clients), "checkouts are answered");
        await cut();
        await ended.CancelAsync();
        await Task.WhenAll(clients);
    }

    /// <summary>Sends again what was not answered, until it is.</summary>
    public async Task RetryAsync(Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address);
        while (unanswered.TryDequeue(out var call))
        {
            await Support.Eventually.TrueAsync(async () =>
            {
                try
                {
                    await call(new(channel));
                    return true;
                }
                catch (RpcException error) when (error.StatusCode is StatusCode.DeadlineExceeded or StatusCode.Unavailable)
                {
                    return false;
                }
                // Some are set aside for a second only, which may have passed.
                catch (RpcException error) when (error.Status.Detail.StartsWith("out of stock", StringComparison.Ordinal)
                    || error.Status.Detail.StartsWith("the reservation has expired", StringComparison.Ordinal))
                {
                    return true;
                }
            }, "what was not answered is answered in the end", Patience);
        }
    }

    private async Task WorkAsync(Inventory.InventoryClient client, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref last);
            foreach (var call in Calls($"load {number}", new Random(seed + number)))
            {
                try
                {
                    await call(client);
                }
                catch (RpcException error) when (error.StatusCode is not StatusCode.FailedPrecondition)
                {
                    Failures.Add(error.StatusCode);
                    unanswered.Enqueue(call);
                    return;
                }
                catch (RpcException)
                {
                    break; // out of stock
                }
            }
        }
    }

    private IEnumerable<Func<Inventory.InventoryClient, Task>> Calls(string id, Random random)
    {
        var delivered = random.Next(1, Books + 1);
        yield return async client =>
        {
            await client.AdjustStockAsync(new() { BookId = delivered, Delta = 1, Reason = "delivery", RequestId = id }, Options(clerk));
            Delivered.Add(id);
        };
        var books = Enumerable.Range(1, Books).ToArray();
        random.Shuffle(books);
        var request = InventoryHost.Request(id, books.Take(random.Next(1, 4)).Select(book => (book, 1)));
        var fate = random.Next(10);
        request.Ttl = fate is 9 ? Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) : null;
        yield return client => client.ReserveAsync(request, Options(service)).ResponseAsync;
        if (fate is 9)
            yield break;
        if (fate is 7 or 8)
        {
            yield return async client =>
            {
                await client.ReleaseAsync(new() { ReservationId = id }, Options(service));
                Released.Add(id);
            };
            yield break;
        }

        yield return async client =>
        {
            await client.ConfirmAsync(new() { ReservationId = id }, Options(service));
            Confirmed.Add(id);
        };
        if (fate < 4)
        {
            yield return async client =>
            {
                await client.ReturnAsync(new() { ReservationId = id }, Options(service));
                Returned.Add(id);
            };
        }
    }

    private static CallOptions Options(Metadata headers) => new(headers, DateTime.UtcNow + CallTime);
}
