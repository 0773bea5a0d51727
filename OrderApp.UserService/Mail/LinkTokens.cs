using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Mail;

/// <summary>
/// The tokens of links in mails: Identity's, and before it the account that each is for. They hold while the security stamp is what it was, so setting
/// a password ends those sent before.
/// </summary>
internal sealed class LinkTokens(UserManager<AccountRow> users)
{
    /// <summary>The name of Identity's token provider for confirmations, which hold longer.</summary>
    public const string EmailProvider = "email";

    public static readonly TimeSpan EmailLifetime = TimeSpan.FromDays(3);
    public static readonly TimeSpan PasswordLifetime = TimeSpan.FromHours(1);
    private const int IdLength = 32;

    public async Task<string> ForEmailAsync(AccountRow account) => Write(account, await users.GenerateEmailConfirmationTokenAsync(account));

    public async Task<string> ForPasswordAsync(AccountRow account) => Write(account, await users.GeneratePasswordResetTokenAsync(account));

    /// <summary>The account whose address this token confirms, or null.</summary>
    public Task<AccountRow?> ReadForEmailAsync(string token) => ReadAsync(token, EmailProvider, UserManager<AccountRow>.ConfirmEmailTokenPurpose);

    /// <summary>The account whose password this token may set, or null.</summary>
    public Task<AccountRow?> ReadForPasswordAsync(string token) =>
        ReadAsync(token, TokenOptions.DefaultProvider, UserManager<AccountRow>.ResetPasswordTokenPurpose);

    private static string Write(AccountRow account, string token) => $"{account.Id:N}{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(token))}";

    private async Task<AccountRow?> ReadAsync(string token, string provider, string purpose)
    {
        if (token.Length <= IdLength || !Guid.TryParseExact(token[..IdLength], "N", out var id) || !Base64Url.IsValid(token.AsSpan(IdLength)))
            return null;
        var account = await users.FindByIdAsync(id.ToString());
        var inner = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token.AsSpan(IdLength)));
        return account is not null && await users.VerifyUserTokenAsync(account, provider, purpose, inner) ? account : null;
    }
}

/// <summary>Makes the tokens of confirmation mails.</summary>
internal sealed class EmailTokenProvider(
    IDataProtectionProvider protection, IOptions<EmailTokenOptions> options, ILogger<DataProtectorTokenProvider<AccountRow>> logger)
    : DataProtectorTokenProvider<AccountRow>(protection, options, logger);

/// <summary>How long they hold.</summary>
internal sealed class EmailTokenOptions : DataProtectionTokenProviderOptions
{
    public EmailTokenOptions() => (Name, TokenLifespan) = (LinkTokens.EmailProvider, LinkTokens.EmailLifetime);
}
