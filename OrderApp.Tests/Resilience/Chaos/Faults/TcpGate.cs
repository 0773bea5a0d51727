using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OrderApp.Tests.Resilience.Chaos.Faults;

/// <summary>A TCP proxy on a port of its own that lets bytes through, late, not at all, or cuts the connection.</summary>
internal sealed class TcpGate : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closed = new();
    private readonly ConcurrentDictionary<Link, Task> links = new();
    private readonly IPEndPoint target;
    private readonly Task accepting;
    private volatile bool refusing;

    public TcpGate(int targetPort)
    {
        target = new(IPAddress.Loopback, targetPort);
        listener.Start();
        accepting = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How its connections let bytes through.</summary>
    public Passage Passage { get; } = new();

    /// <summary>Breaks all connections (RST).</summary>
    public void Cut()
    {
        foreach (var link in links.Keys)
            link.Dispose();
    }

    /// <summary>Breaks all connections and takes no new ones until it is opened again.</summary>
    public void Close()
    {
        refusing = true;
        Cut();
    }

    /// <summary>Takes no new connections until it is opened again; those that are there go on.</summary>
    public void RefuseNew() => refusing = true;

    public void Open()
    {
        refusing = false;
        // A connection that has lost bytes cannot go on.
        foreach (var link in links.Keys.Where(link => link.HasLostBytes))
            link.Dispose();
        Passage.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        listener.Stop();
        await accepting;
        Cut();
        Passage.Open();
        await Task.WhenAll(links.Values);
        closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!closed.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptSocketAsync(closed.Token);
                var link = new Link(client, Passage);
                if (refusing)
                    link.Dispose();
                else
                    links[link] = RunAsync(link);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The one who came has gone again, or this gate is closed for good.
            }
        }
    }

    private async Task RunAsync(Link link)
    {
        await Task.Yield();
        await link.RunAsync(target);
        links.TryRemove(link, out _);
    }
}
