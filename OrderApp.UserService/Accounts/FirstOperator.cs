using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OrderApp.Users.Common;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Accounts;

/// <summary>Makes the first operator, as the settings name him.</summary>
internal sealed class FirstOperator(
    UserDbContext database, UserManager<AccountRow> users, PasswordHashing hashing, Registration registration, IOptions<AccountOptions> options, TimeProvider time)
{
    /// <summary>An account that is there gets the role, and keeps its password. Only who holds the <see cref="DatabaseLock"/> may call this.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Operator is not { Email: { Length: > 0 } email } settings)
            return;
        if (await users.FindByEmailAsync(email) is { } account)
        {
            account.IsOperator = true;
            await database.SaveChangesAsync(cancellationToken);
        }
        else if (settings.Password is { Length: > 0 } password)
        {
            account = new()
            {
                Id = Guid.CreateVersion7(), UserName = AccountRules.Email(email), Email = email, Name = "Operator", Language = "en", CreateTime = time.GetUtcNow(), IsOperator = true,
            };
            account.PasswordHash = await hashing.HashAsync(AccountRules.NewPassword("Accounts:Operator:Password", password, email), cancellationToken);
            await registration.TryAddAsync(account, isConfirmed: true);
        }
    }
}
