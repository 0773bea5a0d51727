using MailKit.Net.Smtp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace OrderApp.ServiceDefaults.Mail;

/// <summary>The mails that a service has to send, kept in its database with the changes they tell of.</summary>
/// <typeparam name="TMail">A stored mail.</typeparam>
public interface IMailOutbox<TMail> where TMail : class
{
    /// <summary>Takes a mail that is due, or null. Who has taken it has two minutes to send it before another takes it.</summary>
    Task<TMail?> TakeAsync(CancellationToken cancellationToken);

    /// <summary>The message, with the same Message-ID each time; null when there is nothing to say (any more).</summary>
    Task<MimeMessage?> ComposeAsync(TMail mail);

    /// <summary>Removes a mail that was sent or has become pointless.</summary>
    Task RemoveAsync(TMail mail, CancellationToken cancellationToken);

    /// <summary>Has a mail that could not be sent tried again later.</summary>
    Task RetryAsync(TMail mail, CancellationToken cancellationToken);
}

/// <summary>
/// Sends the mails of an outbox, each at least once: a process that is killed after the mail server took one and before it is removed sends it again,
/// with the same Message-ID. The service works on while the mail server is away.
/// </summary>
public sealed partial class MailSender<TMail>(
    IServiceScopeFactory scopes, IDatabaseReadiness schema, IOptions<MailOptions> options, MailMetrics metrics, ILogger<MailSender<TMail>> logger)
    : DatabaseWorker where TMail : class
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private const int TimeoutMilliseconds = 30_000;
    private string? told;

    /// <inheritdoc />
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
                // One connection for all that are due now.
                using var client = new SmtpClient { Timeout = TimeoutMilliseconds };
                while (await SendNextAsync(client, stopping))
                {
                }

                if (client.IsConnected)
                    await client.DisconnectAsync(quit: true, stopping);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Tell(error);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task<bool> SendNextAsync(SmtpClient client, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IMailOutbox<TMail>>();
        if (await outbox.TakeAsync(stopping) is not { } mail)
            return false;
        try
        {
            if (await outbox.ComposeAsync(mail) is { } message)
                await SendAsync(client, message, stopping);
            await outbox.RemoveAsync(mail, stopping);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            metrics.Failed.Add(1);
            Tell(error);
            await outbox.RetryAsync(mail, stopping);
        }

        return true;
    }

    private async Task SendAsync(SmtpClient client, MimeMessage message, CancellationToken stopping)
    {
        var server = options.Value.Smtp;
        if (!client.IsConnected)
        {
            await client.ConnectAsync(server.Host!, server.Port, server.Security, stopping);
            if (!string.IsNullOrEmpty(server.User))
                await client.AuthenticateAsync(server.User, server.Password ?? "", stopping);
        }

        await client.SendAsync(message, stopping);
        metrics.Sent.Add(1);
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
