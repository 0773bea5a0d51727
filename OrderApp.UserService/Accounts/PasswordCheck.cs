using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OrderApp.Users.Common;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Accounts;

/// <summary>Checks passwords, and counts the wrong ones.</summary>
internal sealed class PasswordCheck(
    UserDbContext database, UserManager<AccountRow> users, PasswordHashing hashing, EmailConfirmation confirmation,
    IOptions<AccountOptions> options, AccountMetrics metrics, TimeProvider time)
{
    /// <summary>
    /// The account of this address and password, or null. A password is hashed whether or not there is an account, and all that is refused is
    /// answered after the same time.
    /// </summary>
    public async Task<AccountRow?> FindAsync(string email, string password, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var account = await users.FindByEmailAsync(email);
        var isRight = await MatchesAsync(account, password, cancellationToken);
        if (isRight && (account!.EmailConfirmed || !confirmation.IsRequired))
        {
            metrics.SignIn("signed-in");
            return account;
        }

        if (isRight)
            metrics.SignIn("unconfirmed");
        var left = options.Value.RefusedAfter - time.GetElapsedTime(begun);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, time, cancellationToken);
        return null;
    }

    /// <summary>Holds the owner of an account to know its password.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the password is wrong. RESOURCE_EXHAUSTED: the account is locked.</exception>
    public async Task DemandAsync(AccountRow account, string field, string password, CancellationToken cancellationToken)
    {
        if (IsLocked(account))
            throw AccountErrors.TooMany();
        if (!await MatchesAsync(account, password, cancellationToken))
            throw AccountErrors.WrongPassword(field);
    }

    private bool IsLocked(AccountRow account) => account.LockoutEnd > time.GetUtcNow();

    private async Task<bool> MatchesAsync(AccountRow? account, string password, CancellationToken cancellationToken)
    {
        var result = await hashing.VerifyAsync(account, password, cancellationToken);
        if (account is null || IsLocked(account))
        {
            metrics.SignIn(account is null ? "refused" : "locked");
            return false;
        }

        if (result == PasswordVerificationResult.Failed)
        {
            metrics.SignIn("refused");
            await CountWrongAsync(account.Id, cancellationToken);
            return false;
        }

        if (result == PasswordVerificationResult.SuccessRehashNeeded)
            account.PasswordHash = await hashing.HashAsync(password, cancellationToken);
        account.AccessFailedCount = 0;
        await database.SaveChangesAsync(cancellationToken);
        return true;
    }

    // Identity's columns, but one statement: its own way (read, add, write) loses all but one of the guesses that come at once.
    private Task<int> CountWrongAsync(Guid id, CancellationToken cancellationToken)
    {
        var last = options.Value.WrongPasswords - 1;
        var until = time.GetUtcNow() + options.Value.LockedFor;
        return database.Accounts.Where(row => row.Id == id).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.LockoutEnd, row => row.AccessFailedCount >= last ? until : row.LockoutEnd)
                .SetProperty(row => row.AccessFailedCount, row => row.AccessFailedCount >= last ? 0 : row.AccessFailedCount + 1),
            cancellationToken);
    }
}

/// <summary>Whether accounts can be used only when their address is confirmed.</summary>
internal sealed class EmailConfirmation(IOptions<AccountOptions> options, IHostEnvironment environment)
{
    public bool IsRequired => options.Value.RequireConfirmedEmail ?? !environment.IsDevelopment();
}
