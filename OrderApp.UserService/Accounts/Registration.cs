using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Users.Common;
using OrderApp.Users.Mail;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Accounts;

/// <summary>Makes accounts, and confirms their addresses.</summary>
internal sealed class Registration(
    UserDbContext database, UserManager<AccountRow> users, PasswordHashing hashing, LinkTokens tokens, Outbox outbox, EmailConfirmation confirmation,
    AccountMetrics metrics, TimeProvider time)
{
    public static void Check(RegisterRequest request)
    {
        AccountRules.Email(request.Email);
        AccountRules.NewPassword("password", request.Password, request.Email);
        AccountRules.Name(request.Name);
        AccountRules.Language(request.Language);
        AccountRules.RequestId(request.RequestId);
    }

    /// <summary>Makes the account, or tells the owner of the one that is there. Either way a password is hashed and a mail stored: nothing shows which it was.</summary>
    public async Task RegisterAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        var account = new AccountRow
        {
            Id = Guid.CreateVersion7(), UserName = request.Email, Email = request.Email, Name = request.Name, Language = AccountRules.Language(request.Language),
            CreateTime = time.GetUtcNow(), RequestId = AccountRules.RequestId(request.RequestId), AcceptsMails = request.AcceptsMails,
        };
        account.PasswordHash = await hashing.HashAsync(request.Password, cancellationToken);
        if (await users.FindByEmailAsync(request.Email) is { } existing)
            await TellAsync(existing, account, cancellationToken);
        else if (!await TryAddAsync(account, isConfirmed: false))
            await TellAsync((await users.FindByEmailAsync(request.Email))!, account, cancellationToken);
    }

    /// <summary>Stores an account with the mail that asks to confirm its address. False: there is one with this address.</summary>
    public async Task<bool> TryAddAsync(AccountRow account, bool isConfirmed)
    {
        account.EmailConfirmed = isConfirmed;
        if (!isConfirmed)
            outbox.Add(MailKind.ConfirmEmail, account.Email!, account.Language);
        try
        {
            var result = await users.CreateAsync(account);
            if (result.Succeeded)
                metrics.Registered.Add(1);
            else
                database.ChangeTracker.Clear();
            return result.Succeeded;
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another was faster.
            database.ChangeTracker.Clear();
            return false;
        }
    }

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the token is not valid.</exception>
    public async Task ConfirmAsync(string token, CancellationToken cancellationToken)
    {
        var account = await tokens.ReadForEmailAsync(token) ?? throw AccountErrors.WrongToken();
        account.EmailConfirmed = true;
        await database.SaveChangesAsync(cancellationToken);
    }

    private async Task TellAsync(AccountRow existing, AccountRow wanted, CancellationToken cancellationToken)
    {
        if (wanted.RequestId is not null && existing.RequestId == wanted.RequestId)
            return;
        if (existing.EmailConfirmed || !confirmation.IsRequired)
        {
            outbox.Add(MailKind.AccountExists, existing.Email!, existing.Language);
        }
        else
        {
            // Nobody has used this account yet, and whoever made it may not be who owns the address: the last registration counts, lest a stranger's
            // password, set before, open the account once its address is confirmed.
            (existing.PasswordHash, existing.Name, existing.Language, existing.RequestId) =
                (wanted.PasswordHash, wanted.Name, wanted.Language, wanted.RequestId);
            existing.SecurityStamp = Guid.NewGuid().ToString("N");
            outbox.Add(MailKind.ConfirmEmail, existing.Email!, existing.Language);
        }

        await database.SaveChangesAsync(cancellationToken);
    }
}
