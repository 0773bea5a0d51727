using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Offers;

/// <summary>
/// Who wants mails of offers: who said so and has confirmed the address, as the yes of somebody else is none. Each such mail has a link to stop them; its token is
/// signed and holds the account's id, needs no sign-in, and does not expire: a mail is found again after years.
/// </summary>
internal sealed class MailReceivers(UserDbContext database, IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("OrderApp.Users.StopMails");

    /// <summary>The receivers after one of them.</summary>
    public Task<List<Guid>> ListAsync(Guid after, int count, CancellationToken cancellationToken) =>
        Receivers.Where(row => row.Id > after).OrderBy(row => row.Id).Take(count).Select(row => row.Id).ToListAsync(cancellationToken);

    /// <summary>One receiver; null when he is none (any more).</summary>
    public async Task<MailReceiver?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await Receivers.FirstOrDefaultAsync(row => row.Id == id, cancellationToken) is { } account
            ? new()
            {
                AccountId = account.Id.ToString(), Email = account.Email, Language = account.Language,
                StopToken = Base64Url.EncodeToString(protector.Protect(account.Id.ToByteArray())),
            }
            : null;

    /// <summary>Ends the mails; for an account that is deleted there is nothing to end.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the token is not valid.</exception>
    public async Task StopAsync(string token, CancellationToken cancellationToken)
    {
        var id = Read(token);
        await database.Accounts.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.AcceptsMails, false), cancellationToken);
    }

    private IQueryable<AccountRow> Receivers => database.Accounts.AsNoTracking().Where(row => row.AcceptsMails && row.EmailConfirmed);

    private Guid Read(string token)
    {
        try
        {
            return new(protector.Unprotect(Base64Url.DecodeFromChars(token)));
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            throw GrpcErrors.InvalidArgument("token", "is not one that was given");
        }
    }
}
