using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>HTTP/1.1 by hand: any bytes go out as they are, and the connection is kept as long as both sides agree on where an answer ends.</summary>
internal sealed class RawHttp(Uri address) : IDisposable
{
    private const int MostBytes = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StreamPatience = TimeSpan.FromMilliseconds(30);
    private NetworkStream? connection;
    private byte[] buffer = new byte[64 * 1024];
    private int filled;

    /// <summary>Sends a request and reads its answer. Of an answer that does not end, the beginning.</summary>
    /// <param name="sent">The request; when it does not say where it ends, the connection is not used again.</param>
    public async Task<HttpAnswer> SendAsync(HttpCase sent)
    {
        var isReused = connection is not null;
        var answer = await SendAsync(sent.Request, sent.Method == "HEAD");
        if (answer.Failure?.StartsWith("cut off", StringComparison.Ordinal) == true && isReused) // the server may have given the connection up after the answer before
            answer = await SendAsync(sent.Request, sent.Method == "HEAD");
        if (!sent.IsFramed)
            Close();
        return answer;
    }

    public void Dispose() => Close();

    private async Task<HttpAnswer> SendAsync(byte[] request, bool isHead)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await ConnectAsync(limit.Token);
            await connection!.WriteAsync(request, limit.Token);
        }
        catch (IOException)
        {
            // It may have been refused before it was sent in full: the answer tells.
        }

        try
        {
            return await ReadAsync(isHead, limit);
        }
        catch (OperationCanceledException)
        {
            Close();
            return HttpAnswer.Broken("no answer");
        }
        catch (Exception cut) when (cut is IOException or SocketException or FormatException)
        {
            Close();
            return HttpAnswer.Broken($"cut off: {cut.Message}");
        }
    }

    private async Task ConnectAsync(CancellationToken cancelled)
    {
        if (connection is not null)
            return;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, cancelled);
        connection = new(socket, ownsSocket: true);
        filled = 0;
    }

    private async Task<HttpAnswer> ReadAsync(bool isHead, CancellationTokenSource limit)
    {
        var end = await FillUntilAsync(() => buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8), limit.Token);
        var lines = Encoding.Latin1.GetString(buffer, 0, end).Split("\r\n");
        Consume(end + 4);
        var status = int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
        if (status == 100)
            return await ReadAsync(isHead, limit);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();

        var body = isHead || status is 204 or 304 ? "" : await BodyAsync(headers, limit);
        if (headers.TryGetValue("Connection", out var then) && then.Equals("close", StringComparison.OrdinalIgnoreCase))
            Close();
        return new(status, headers, body, null);
    }

    private async Task<string> BodyAsync(Dictionary<string, string> headers, CancellationTokenSource limit)
    {
        if (headers.TryGetValue("Content-Length", out var length))
        {
            var count = int.Parse(length, CultureInfo.InvariantCulture);
            await FillUntilAsync(() => filled >= Math.Min(count, MostBytes) ? 0 : -1, limit.Token);
            var text = Take(Math.Min(count, MostBytes));
            if (count > MostBytes)
                Close();
            return text;
        }

        var body = new StringBuilder();
        if (headers.GetValueOrDefault("Content-Type", "").StartsWith("text/event-stream", StringComparison.Ordinal))
            limit.CancelAfter(StreamPatience);
        try
        {
            while (await ChunkAsync(limit.Token) is { Length: > 0 } chunk)
            {
                if (body.Append(chunk).Length > MostBytes)
                {
                    Close();
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (headers.GetValueOrDefault("Content-Type", "").StartsWith("text/event-stream", StringComparison.Ordinal))
        {
            Close();
        }

        return body.ToString();
    }

    private async Task<string> ChunkAsync(CancellationToken cancelled)
    {
        var end = await FillUntilAsync(() => buffer.AsSpan(0, filled).IndexOf("\r\n"u8), cancelled);
        var size = int.Parse(Encoding.ASCII.GetString(buffer, 0, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Consume(end + 2);
        await FillUntilAsync(() => filled >= size + 2 ? 0 : -1, cancelled);
        var chunk = Take(size);
        Consume(2);
        return chunk;
    }

    private async Task<int> FillUntilAsync(Func<int> found, CancellationToken cancelled)
    {
        while (true)
        {
            if (found() is >= 0 and var at)
                return at;
            if (filled == buffer.Length)
                Array.Resize(ref buffer, 2 * buffer.Length);
            var read = await connection!.ReadAsync(buffer.AsMemory(filled), cancelled);
            if (read == 0)
                throw new IOException("the server closed the connection");
            filled += read;
        }
    }

    private string Take(int count)
    {
        var text = Encoding.UTF8.GetString(buffer, 0, count);
        Consume(count);
        return text;
    }

    private void Consume(int count)
    {
        buffer.AsSpan(count, filled - count).CopyTo(buffer);
        filled -= count;
    }

    private void Close()
    {
        connection?.Dispose();
        connection = null;
        filled = 0;
    }
}
