using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Grpc.Net.Client;
using OrderApp.Protos;

namespace OrderApp.Tests.Orders;

/// <summary>Clients that create orders as fast as they are answered, half of them with a request_id, and remember what they were told.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Tests repeat a run by its seed.")]
internal sealed class OrderLoad(string name)
{
    private const int Clients = 12;
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private int last;

    /// <summary>The orders that were answered.</summary>
    public ConcurrentBag<Order> Acknowledged { get; } = [];

    /// <summary>The requests with a request_id that were sent and not answered.</summary>
    public ConcurrentQueue<CreateOrderRequest> Unanswered { get; } = [];

    /// <summary>The statuses of calls that failed.</summary>
    public ConcurrentBag<StatusCode> Failures { get; } = [];

    /// <summary>Creates orders until <paramref name="cut"/> has happened; the clients end with their first failure after it has begun.</summary>
    public async Task RunAsync(Uri address, Func<Task> cut)
    {
        using var ended = new CancellationTokenSource();
        using var channel = GrpcChannel.ForAddress(address);
        var before = Acknowledged.Count;
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => CreateAsync(new(channel), client % 2 == 0, ended.Token))).ToArray();
        await Support.Eventually.TrueAsync(() => Task.FromResult(Acknowledged.Count >= before + (2 * Clients)), "orders are answered");
        await cut();
        await ended.CancelAsync();
        await Task.WhenAll(clients);
    }

    /// <summary>Sends what was not answered again, each with its request_id, until it is: a service that has just started may be slow at first.</summary>
    public async Task RetryAsync(Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var client = new OrderService.OrderServiceClient(channel);
        while (Unanswered.TryDequeue(out var request))
            await Support.Eventually.TrueAsync(() => IsTakenAsync(client, request), "what was not answered is taken in the end", Patience);
    }

    private async Task<bool> IsTakenAsync(OrderService.OrderServiceClient client, CreateOrderRequest request)
    {
        try
        {
            Acknowledged.Add((await client.CreateOrderAsync(request, deadline: DateTime.UtcNow + CallTime)).Order);
            return true;
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.DeadlineExceeded or StatusCode.Unavailable)
        {
            return false;
        }
    }

    private async Task CreateAsync(OrderService.OrderServiceClient client, bool keyed, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref last);
            var request = new CreateOrderRequest { Name = $"{name} {number}", Completed = number % 3 == 0, UserId = number, RequestId = keyed ? $"{name}/{number}" : "" };
            try
            {
                Acknowledged.Add((await client.CreateOrderAsync(request, deadline: DateTime.UtcNow + CallTime, cancellationToken: CancellationToken.None)).Order);
            }
            catch (RpcException failed)
            {
                Failures.Add(failed.StatusCode);
                if (keyed)
                    Unanswered.Enqueue(request);
                return;
            }
        }
    }
}
