using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using OrderApp.Users.Storage;
using OrderApp.Users.Tokens;

namespace OrderApp.Users.Accounts;

/// <summary>Everything that is known of a person, as JSON.</summary>
internal sealed class AccountExport(UserDbContext database)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task<string> WriteAsync(AccountRow account, CancellationToken cancellationToken)
    {
        var subject = account.Id.ToString();
        var sessions = await database.Set<OpenIddictEntityFrameworkCoreToken>().AsNoTracking()
            .Where(token => token.Subject == subject && token.Type == OpenIddictConstants.TokenTypeIdentifiers.RefreshToken)
            .OrderBy(token => token.CreationDate)
            .Select(token => new { Client = token.Application!.ClientId, BeginTime = token.CreationDate, ExpireTime = token.ExpirationDate, token.Status })
            .ToListAsync(cancellationToken);
        var document = new
        {
            AccountId = account.Id, account.Email, EmailVerified = account.EmailConfirmed, account.Name, account.Language, account.AcceptsMails, account.CreateTime,
            Roles = AccountPrincipal.RolesOf(account), WrongPasswords = account.AccessFailedCount, LockedUntil = account.LockoutEnd, Sessions = sessions,
        };
        return JsonSerializer.Serialize(document, Format);
    }
}
