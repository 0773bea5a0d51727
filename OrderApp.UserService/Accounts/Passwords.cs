using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using OrderApp.Users.Mail;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Accounts;

/// <summary>Sets passwords. Every session ends with that.</summary>
internal sealed class Passwords(UserDbContext database, PasswordHashing hashing, LinkTokens tokens, PasswordCheck check, Outbox outbox)
{
    /// <summary>Stores a mail whether or not there is an account: who sends it finds out.</summary>
    public Task RequestResetAsync(string email, CancellationToken cancellationToken)
    {
        outbox.Add(MailKind.ResetPassword, email, "en");
        return database.SaveChangesAsync(cancellationToken);
    }

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the token is not valid, or the password cannot be set.</exception>
    public async Task ResetAsync(string token, string password, CancellationToken cancellationToken)
    {
        AccountRules.NewPassword("new_password", password);
        var account = await tokens.ReadForPasswordAsync(token) ?? throw AccountErrors.WrongToken();
        AccountRules.NewPassword("new_password", password, account.Email);
        // Who has the mail owns the address, and need not wait because others have guessed.
        (account.EmailConfirmed, account.LockoutEnd, account.AccessFailedCount) = (true, null, 0);
        await SetAsync(account, password, cancellationToken);
    }

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the current password is wrong, or the new one cannot be set.</exception>
    public async Task ChangeAsync(AccountRow account, string current, string password, CancellationToken cancellationToken)
    {
        AccountRules.NewPassword("new_password", password, account.Email);
        await check.DemandAsync(account, "current_password", AccountRules.Password("current_password", current), cancellationToken);
        await SetAsync(account, password, cancellationToken);
    }

    private async Task SetAsync(AccountRow account, string password, CancellationToken cancellationToken)
    {
        account.PasswordHash = await hashing.HashAsync(password, cancellationToken);
        account.SecurityStamp = Guid.NewGuid().ToString("N");
        // Of two at once the second finds another stamp, and fails.
        account.ConcurrencyStamp = Guid.NewGuid().ToString();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
        await database.EndSessionsAsync(account.Id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>The sessions of an account, as the token server keeps them.</summary>
internal static class Sessions
{
    /// <summary>Removes all tokens of an account. Access tokens stay valid until they expire: services do not ask for each.</summary>
    public static async Task EndSessionsAsync(this UserDbContext database, Guid account, CancellationToken cancellationToken)
    {
        var subject = account.ToString();
        await database.Set<OpenIddictEntityFrameworkCoreToken>().Where(token => token.Subject == subject).ExecuteDeleteAsync(cancellationToken);
        await database.Set<OpenIddictEntityFrameworkCoreAuthorization>().Where(given => given.Subject == subject).ExecuteDeleteAsync(cancellationToken);
    }
}
