using Microsoft.EntityFrameworkCore;
using OrderApp.Users.Common;
using OrderApp.Users.Mail;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Accounts;

/// <summary>Removes accounts, and tells which were.</summary>
internal sealed class Deletion(UserDbContext database, Outbox outbox, AccountMetrics metrics, TimeProvider time)
{
    // One after the other, so that none comes into view before one of a lower sequence: who has read up to there would miss it.
    private const string TakeTurn = "LOCK TABLE deleted_accounts IN SHARE ROW EXCLUSIVE MODE";

    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND: it is gone already.</exception>
    public async Task DeleteAsync(AccountRow account, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.Database.ExecuteSqlRawAsync(TakeTurn, cancellationToken);
        if (await database.Accounts.Where(row => row.Id == account.Id).ExecuteDeleteAsync(cancellationToken) == 0)
            throw AccountErrors.NotFound(account.Id);
        await database.EndSessionsAsync(account.Id, cancellationToken);
        await database.Mails.Where(mail => mail.Email == account.Email).ExecuteDeleteAsync(cancellationToken);
        database.ChangeTracker.Clear();
        database.DeletedAccounts.Add(new() { AccountId = account.Id, DeleteTime = time.GetUtcNow() });
        outbox.Add(MailKind.AccountDeleted, account.Email!, account.Language);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        metrics.Deleted.Add(1);
    }

    public Task<List<DeletedAccountRow>> ListAsync(long after, int count, CancellationToken cancellationToken) =>
        database.DeletedAccounts.AsNoTracking().Where(row => row.Sequence > after).OrderBy(row => row.Sequence).Take(count).ToListAsync(cancellationToken);
}
