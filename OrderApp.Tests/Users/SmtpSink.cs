using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Users;

/// <summary>A mail server that takes every mail and shows it; it can be told to refuse, to break off, or to close its door.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentQueue<MimeMessage> mails = [];
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task serving;
    private int refusals;

    public SmtpSink()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public IReadOnlyCollection<MimeMessage> Mails => mails;

    /// <summary>Refuses the next mails for now (451).</summary>
    public void Refuse(int count) => Interlocked.Exchange(ref refusals, count);

    /// <summary>Takes the next mails, but breaks off before it says so: who sent them must send them again.</summary>
    public bool IsBreakingOff { get; set; }

    /// <summary>The newest mail to this address with this subject, once it is there.</summary>
    public async Task<MimeMessage> FindAsync(string address, string subject)
    {
        MimeMessage? found = null;
        await Eventually.TrueAsync(
            () =>
            {
                found = mails.LastOrDefault(mail => mail.To.Mailboxes.Any(mailbox => mailbox.Address == address) && mail.Subject == subject);
                return Task.FromResult(found is not null);
            },
            $"a mail \"{subject}\" comes to {address}");
        return found!;
    }

    /// <summary>The token of the link in such a mail.</summary>
    public async Task<string> FindTokenAsync(string address, string subject)
    {
        var text = (await FindAsync(address, subject)).TextBody!;
        return text[(text.IndexOf("token=", StringComparison.Ordinal) + 6)..].Split('\n')[0].Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await serving;
        listener.Dispose();
        closing.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = TalkAsync(await listener.AcceptTcpClientAsync(closing.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // Closed.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        await using var stream = connection.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        try
        {
            await writer.WriteLineAsync("220 sink");
            while (await reader.ReadLineAsync(closing.Token) is { } line)
            {
                if (line.Equals("DATA", StringComparison.OrdinalIgnoreCase))
                {
                    await writer.WriteLineAsync("354 go on");
                    mails.Enqueue(await ReadMailAsync(reader));
                    if (IsBreakingOff)
                        return;
                    await writer.WriteLineAsync("250 taken");
                }
                else if (line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase) && Interlocked.Decrement(ref refusals) >= 0)
                {
                    await writer.WriteLineAsync("451 not now");
                }
                else
                {
                    await writer.WriteLineAsync(line.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase) ? "250 sink" : "250 ok");
                }
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The other side has gone.
        }
    }

    private async Task<MimeMessage> ReadMailAsync(StreamReader reader)
    {
        var lines = new StringBuilder();
        while (await reader.ReadLineAsync(closing.Token) is { } line && line != ".")
            lines.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(lines.ToString()));
        return await MimeMessage.LoadAsync(bytes, closing.Token);
    }
}
