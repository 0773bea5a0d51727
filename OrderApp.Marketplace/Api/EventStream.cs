using System.Runtime.CompilerServices;

namespace OrderApp.Marketplace.Api;

/// <summary>An answer as Server-Sent Events (https://html.spec.whatwg.org/multipage/server-sent-events.html).</summary>
internal sealed class EventStream(HttpResponse response)
{
    private const int RetryMilliseconds = 1000;

    // Proxies and browsers give up connections on which nothing moves.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <param name="id">What the client gives back as Last-Event-ID when it is cut off before the first event; null: nothing.</param>
    /// <param name="cancelled">Ends the wait for a client that does not read.</param>
    public async Task OpenAsync(string? id, CancellationToken cancelled)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.WriteAsync($"{(id is null ? "" : $"id: {id}\n")}retry: {RetryMilliseconds}\n\n", cancelled);
        await response.Body.FlushAsync(cancelled);
    }

    /// <param name="id">What the client gives back as Last-Event-ID.</param>
    /// <param name="name">The event's type.</param>
    /// <param name="data">One line of text.</param>
    /// <param name="cancelled">Ends the wait for a client that does not read.</param>
    public async Task SendAsync(string id, string name, string data, CancellationToken cancelled)
    {
        await response.WriteAsync($"id: {id}\nevent: {name}\ndata: {data}\n\n", cancelled);
        await response.Body.FlushAsync(cancelled);
    }

    /// <summary>Passes the items on, and writes a comment whenever none has come for a while.</summary>
    public async IAsyncEnumerable<T> WithHeartbeats<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancelled)
    {
        await using var source = items.GetAsyncEnumerator(cancelled);
        while (await NextAsync(source.MoveNextAsync().AsTask()))
            yield return source.Current;
    }

    // The wait is ended by the items' own cancellation: an enumerator must not be disposed of while it moves.
    private async Task<bool> NextAsync(Task<bool> next)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(Heartbeat, CancellationToken.None);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                await response.WriteAsync(": still here\n\n", CancellationToken.None);
                await response.Body.FlushAsync(CancellationToken.None);
            }
        }
    }
}
