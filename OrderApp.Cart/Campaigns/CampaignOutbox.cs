using Grpc.Core;
using Microsoft.Extensions.Options;
using MimeKit;
using Npgsql;
using OrderApp.Buying.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Mail;

namespace OrderApp.Buying.Campaigns;

/// <summary>A mail of a campaign that is due.</summary>
internal sealed class CampaignMail
{
    public required Guid CampaignId { get; init; }

    public required Guid AccountId { get; init; }

    public required string Promotion { get; init; }

    /// <summary>There is nothing to say (any more).</summary>
    public bool IsPointless { get; set; }
}

/// <summary>
/// The mails of campaigns. Sending is at least once, as that of receipts: one that was killed between the mail server's taking a mail and its being marked here sends
/// it again, with the Message-ID that follows from campaign and account. Whether the person still wants it is asked right before.
/// </summary>
internal sealed class CampaignOutbox(NpgsqlDataSource database, Accounts.AccountsClient accounts, IOptions<MailOptions> options) : IMailOutbox<CampaignMail>
{
    private const string Take =
        """
        UPDATE campaign_mails AS mail SET tries = tries + 1, next_try = now() + interval '2 minutes'
        FROM campaigns AS campaign
        WHERE campaign.id = mail.campaign_id AND (mail.campaign_id, mail.account_id) = (
          SELECT campaign_id, account_id FROM campaign_mails WHERE state = 1 AND next_try <= now() ORDER BY next_try LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING mail.campaign_id, mail.account_id, campaign.promotion
        """;

    private const string IsUsed = "SELECT EXISTS (SELECT FROM promotion_uses WHERE promotion = $1 AND kind = 1 AND customer_id = $2)";

    private const string Finish =
        "UPDATE campaign_mails SET state = $3, sent_at = CASE WHEN $3 = 2 THEN now() END WHERE campaign_id = $1 AND account_id = $2 AND state = 1";

    // After 1 s, 2 s, 4 s ... an hour.
    private const string Retry =
        """
        UPDATE campaign_mails SET next_try = now() + least(interval '1 hour', interval '1 second' * 2 ^ least(tries - 1, 20))
        WHERE campaign_id = $1 AND account_id = $2 AND state = 1
        """;

    public async Task<CampaignMail?> TakeAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Take);
        CampaignMail? mail = null;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (await row.ReadAsync(cancellationToken))
            mail = new() { CampaignId = row.GetGuid(0), AccountId = row.GetGuid(1), Promotion = row.GetString(2) };
        // The row comes before the commit: only the end of the answer tells that it was done.
        await row.NextResultAsync(cancellationToken);
        return mail;
    }

    public async Task<MimeMessage?> ComposeAsync(CampaignMail mail)
    {
        if (await IsUsedAsync(mail) || await FindReceiverAsync(mail) is not { } receiver)
        {
            mail.IsPointless = true;
            return null;
        }

        var site = options.Value.SiteAddress;
        var stop = new Uri(site, $"account/stop-mails?token={receiver.StopToken}");
        var (subject, text, html) = CampaignTexts.Write(receiver.Language, new(site, "catalogue"), stop);
        var message = new MimeMessage(
            [MailboxAddress.Parse(options.Value.From)], [MailboxAddress.Parse(receiver.Email)], subject,
            new BodyBuilder { TextBody = text, HtmlBody = html }.ToMessageBody())
        {
            MessageId = $"campaign.{mail.CampaignId}.{mail.AccountId}@{site.Host}",
        };
        // RFC 8058: mail programs show a button for it and send the form by themselves.
        message.Headers.Add("List-Unsubscribe", $"<{stop.AbsoluteUri}>");
        message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return message;
    }

    public async Task RemoveAsync(CampaignMail mail, CancellationToken cancellationToken)
    {
        var state = mail.IsPointless ? CampaignMailState.Skipped : CampaignMailState.Sent;
        await using var command = database.CreateCommand(Finish);
        await command.Add(mail.CampaignId).Add(mail.AccountId).Add((short)state).ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task RetryAsync(CampaignMail mail, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Retry);
        await command.Add(mail.CampaignId).Add(mail.AccountId).ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<bool> IsUsedAsync(CampaignMail mail)
    {
        await using var command = database.CreateCommand(IsUsed).Add(mail.Promotion).Add(mail.AccountId);
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private async Task<MailReceiver?> FindReceiverAsync(CampaignMail mail)
    {
        try
        {
            return await accounts.GetMailReceiverAsync(new() { AccountId = mail.AccountId.ToString() });
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.NotFound)
        {
            return null;
        }
    }
}
