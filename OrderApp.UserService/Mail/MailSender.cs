using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;
using MimeKit;
using OrderApp.ServiceDefaults;
using OrderApp.Users.Common;

namespace OrderApp.Users.Mail;

/// <summary>
/// Sends the mails of the outbox, each at least once: a process that is killed after the mail server took one and before it is removed sends it again,
/// with the same Message-ID. Accounts work on while the mail server is away.
/// </summary>
internal sealed partial class MailSender(
    IServiceScopeFactory scopes, IDatabaseReadiness schema, IOptions<MailOptions> options, AccountMetrics metrics, ILogger<MailSender> logger) : DatabaseWorker
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private const int TimeoutMilliseconds = 30_000;
    private string? told;

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        if (string.IsNullOrWhiteSpace(options.Value.Smtp.Host))
        {
            NoMailServer();
            return;
        }

        await schema.Ready.WaitAsync(stopping);
        using var timer = new PeriodicTimer(Period);
        do
        {
            try
            {
                while (await SendNextAsync(stopping))
                {
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Tell(error);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task<bool> SendNextAsync(CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<Outbox>();
        if (await outbox.TakeAsync(stopping) is not { } mail)
            return false;
        try
        {
            var message = await scope.ServiceProvider.GetRequiredService<MailComposer>().ComposeAsync(mail);
            if (message is not null)
                await SendAsync(message, stopping);
            await outbox.RemoveAsync(mail, stopping);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            metrics.MailsFailed.Add(1);
            Tell(error);
            await outbox.RetryAsync(mail, stopping);
        }

        return true;
    }

    private async Task SendAsync(MimeMessage message, CancellationToken stopping)
    {
        var server = options.Value.Smtp;
        using var client = new SmtpClient { Timeout = TimeoutMilliseconds };
        await client.ConnectAsync(server.Host!, server.Port, server.Security, stopping);
        if (!string.IsNullOrEmpty(server.User))
            await client.AuthenticateAsync(server.User, server.Password ?? "", stopping);
        await client.SendAsync(message, stopping);
        metrics.MailsSent.Add(1);
        told = null;
    }

    // The same reason is told once. Of the error only its kind: what a mail server says may hold the address.
    private void Tell(Exception error)
    {
        var reason = error.GetType().Name;
        if (told != reason)
            MailFails(reason);
        told = reason;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail:Smtp:Host is not set: mails are kept for three days and not sent")]
    private partial void NoMailServer();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A mail could not be sent, trying on: {Reason}")]
    private partial void MailFails(string reason);
}
