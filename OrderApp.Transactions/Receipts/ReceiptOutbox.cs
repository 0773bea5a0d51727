using System.Text.Json;
using Microsoft.Extensions.Options;
using MimeKit;
using Npgsql;
using OrderApp.Payments.Common;
using OrderApp.Payments.Storage;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Mail;

namespace OrderApp.Payments.Receipts;

/// <summary>
/// The receipts that are to be sent: stored with the outcome they tell of, once. Sending is at least once, as between the mail server's taking one and its
/// removal here lies a moment; each carries a Message-ID made from its transaction or refund, by which mail servers and readers drop the second.
/// </summary>
internal sealed class ReceiptOutbox(NpgsqlDataSource database, ShopMoney money, IOptions<MailOptions> options) : IMailOutbox<Receipt>
{
    private static readonly string Take =
        $"""
        UPDATE mails m SET tries = m.tries + 1, next_try = now() + interval '2 minutes'
        FROM operations o JOIN transactions t ON t.id = o.transaction_id
        WHERE o.id = m.id AND m.id = (SELECT id FROM mails WHERE next_try <= now() ORDER BY next_try LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING m.id, t.id, t.order_uuid, t.email, t.language, t.promotion, o.result_time, t.captured, t.receipt::text,
                  CASE WHEN o.kind = {(short)OperationKind.Refund} THEN o.amount END, o.result_refunded, o.reason
        """;

    private const string Remove = "DELETE FROM mails WHERE id = $1";

    // After 1 s, 2 s, 4 s ... an hour; for three days.
    private const string Retry =
        """
        WITH old AS (DELETE FROM mails WHERE id = $1 AND create_time < now() - interval '3 days')
        UPDATE mails SET next_try = now() + least(interval '1 hour', interval '1 second' * 2 ^ least(tries - 1, 20))
        WHERE id = $1 AND create_time >= now() - interval '3 days'
        """;

    public async Task<Receipt?> TakeAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Take);
        return await command.ReadOneAsync(Read, cancellationToken);
    }

    public Task<MimeMessage?> ComposeAsync(Receipt mail)
    {
        var (subject, text, html) = ReceiptTexts.Write(mail, money);
        return Task.FromResult<MimeMessage?>(new MimeMessage(
            [MailboxAddress.Parse(options.Value.From)], [MailboxAddress.Parse(mail.Email)], subject,
            new BodyBuilder { TextBody = text, HtmlBody = html }.ToMessageBody())
        {
            MessageId = $"{mail.Key}@{options.Value.SiteAddress.Host}",
        });
    }

    public Task RemoveAsync(Receipt mail, CancellationToken cancellationToken) => ExecuteAsync(Remove, mail, cancellationToken);

    public Task RetryAsync(Receipt mail, CancellationToken cancellationToken) => ExecuteAsync(Retry, mail, cancellationToken);

    private async Task ExecuteAsync(string sql, Receipt mail, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        await command.Add(mail.Id).ExecuteNonQueryAsync(cancellationToken);
    }

    private static Receipt Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetDateTime(6), row.GetInt64(7),
        JsonSerializer.Deserialize<ReceiptContent>(row.GetString(8))!,
        row.Nullable<long>(9) is { } amount ? new(amount, row.GetInt64(10), row.GetString(11)) : null);
}
