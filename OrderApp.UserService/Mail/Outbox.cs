using Microsoft.EntityFrameworkCore;
using MimeKit;
using OrderApp.ServiceDefaults.Mail;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Mail;

/// <summary>The mails that are to be sent. They are stored with the change that they tell of, or not at all.</summary>
internal sealed class Outbox(UserDbContext database, MailComposer composer, TimeProvider time) : IMailOutbox<MailRow>
{
    // Who takes a mail has so long to send it before another takes it.
    private const string Take =
        """
        UPDATE mails SET tries = tries + 1, next_try = now() + interval '2 minutes'
        WHERE id = (SELECT id FROM mails WHERE next_try <= now() ORDER BY next_try LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING *
        """;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Adds a mail to what the context will save.</summary>
    public void Add(MailKind kind, string email, string language)
    {
        var now = time.GetUtcNow();
        database.Mails.Add(new() { Id = Guid.CreateVersion7(), Kind = kind, Email = email, Language = language, CreateTime = now, NextTry = now });
    }

    public async Task<MailRow?> TakeAsync(CancellationToken cancellationToken) =>
        (await database.Mails.FromSqlRaw(Take).AsNoTracking().ToListAsync(cancellationToken)).FirstOrDefault();

    public Task<MimeMessage?> ComposeAsync(MailRow mail) => composer.ComposeAsync(mail);

    public Task RemoveAsync(MailRow mail, CancellationToken cancellationToken) =>
        database.Mails.Where(row => row.Id == mail.Id).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Has a mail that could not be sent tried again: after 1 s, 2 s, 4 s ... an hour, for three days.</summary>
    public Task RetryAsync(MailRow mail, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (mail.CreateTime < now - Kept)
            return RemoveAsync(mail, cancellationToken);
        var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, mail.Tries - 1), LongestPause.TotalSeconds));
        return database.Mails.Where(row => row.Id == mail.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.NextTry, now + pause), cancellationToken);
    }

    /// <summary>Removes mails that have waited too long.</summary>
    public Task<int> PruneAsync(CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - Kept;
        return database.Mails.Where(row => row.CreateTime < oldest).ExecuteDeleteAsync(cancellationToken);
    }
}
