using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using MimeKit;
using OrderApp.ServiceDefaults.Mail;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Mail;

/// <summary>Makes the message of a mail that is due.</summary>
internal sealed class MailComposer(UserManager<AccountRow> users, LinkTokens tokens, IOptions<MailOptions> options)
{
    /// <summary>The message, or null when there is nothing to say (any more): no account has this address, or it is confirmed already.</summary>
    public async Task<MimeMessage?> ComposeAsync(MailRow mail)
    {
        var account = await users.FindByEmailAsync(mail.Email);
        if (account is null ? mail.Kind != MailKind.AccountDeleted : mail.Kind == MailKind.ConfirmEmail && account.EmailConfirmed)
            return null;
        var path = mail.Kind switch
        {
            MailKind.ConfirmEmail => $"account/confirm-email?token={await tokens.ForEmailAsync(account!)}",
            MailKind.ResetPassword => $"account/reset-password?token={await tokens.ForPasswordAsync(account!)}",
            MailKind.AccountExists => "account/sign-in",
            _ => "",
        };
        var language = mail.Kind == MailKind.AccountDeleted ? mail.Language : account!.Language;
        var (subject, text, html) = MailTexts.Write(mail.Kind, language, new(options.Value.SiteAddress, path));
        // To the address of the account, not to what was asked for: that may be another one which only compares equal.
        return new MimeMessage(
            [MailboxAddress.Parse(options.Value.From)], [MailboxAddress.Parse(account?.Email ?? mail.Email)], subject,
            new BodyBuilder { TextBody = text, HtmlBody = html }.ToMessageBody())
        {
            // The same each time: who gets a mail twice can tell.
            MessageId = $"{mail.Id}@{options.Value.SiteAddress.Host}",
        };
    }
}
