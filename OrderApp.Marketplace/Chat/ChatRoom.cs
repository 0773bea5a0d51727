using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Marketplace.Chat;

/// <summary>
/// The chat on the map. All windows share one RouteChat stream: a note goes to every window, and what the service sends back,
/// the earlier notes at that place, follows it.
/// </summary>
internal sealed class ChatRoom(RouteGuide.RouteGuideClient routes, IHostApplicationLifetime lifetime) : IDisposable
{
    private const int WaitingNotes = 100;
    private const int RecentNotes = 50;

    private readonly ConcurrentDictionary<Guid, Channel<ChatNote>> windows = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly ConcurrentQueue<RouteNote> recent = new();
    private AsyncDuplexStreamingCall<RouteNote, RouteNote>? stream;

    /// <summary>The last notes that went through here, oldest first.</summary>
    public IReadOnlyCollection<RouteNote> Recent => [.. recent];

    /// <summary>Tells a window of every note from now on. A window that does not read loses the oldest ones.</summary>
    public async IAsyncEnumerable<ChatNote> ListenAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancelled)
    {
        var id = Guid.NewGuid();
        var notes = windows[id] = Channel.CreateBounded<ChatNote>(new BoundedChannelOptions(WaitingNotes) { FullMode = BoundedChannelFullMode.DropOldest });
        try
        {
            await foreach (var note in notes.Reader.ReadAllAsync(cancelled))
                yield return note;
        }
        finally
        {
            windows.TryRemove(id, out _);
        }
    }

    /// <summary>Sends a note to the service and, when it took it, to all windows.</summary>
    /// <exception cref="RpcException">The service is away or refuses the note.</exception>
    public async Task SayAsync(RouteNote note, CancellationToken cancelled)
    {
        await sending.WaitAsync(cancelled);
        try
        {
            stream ??= Open();
            await stream.RequestStream.WriteAsync(note, cancelled);
            Remember(note);
            Tell(new(note, IsEarlier: false));
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
            stream?.Dispose();
            stream = null;
            throw error as RpcException ?? GrpcErrors.Unavailable("CHAT_CUT", "the chat was cut");
        }
        finally
        {
            sending.Release();
        }
    }

    public void Dispose()
    {
        stream?.Dispose();
        sending.Dispose();
    }

    private AsyncDuplexStreamingCall<RouteNote, RouteNote> Open()
    {
        var call = routes.RouteChat(cancellationToken: lifetime.ApplicationStopping);
        _ = HearAsync(call);
        return call;
    }

    private async Task HearAsync(AsyncDuplexStreamingCall<RouteNote, RouteNote> call)
    {
        try
        {
            await foreach (var note in call.ResponseStream.ReadAllAsync())
                Tell(new(note, IsEarlier: true));
        }
        catch (RpcException)
        {
            // The next note opens another stream; SayAsync tells its sender when that fails.
        }

        Interlocked.CompareExchange(ref stream, null, call);
    }

    private void Remember(RouteNote note)
    {
        recent.Enqueue(note);
        while (recent.Count > RecentNotes)
            recent.TryDequeue(out _);
    }

    private void Tell(ChatNote note)
    {
        foreach (var window in windows.Values)
            window.Writer.TryWrite(note);
    }
}

/// <summary>A note on the map.</summary>
/// <param name="Note">Where and what.</param>
/// <param name="IsEarlier">True for one that the service remembers from before.</param>
internal sealed record ChatNote(RouteNote Note, bool IsEarlier);
