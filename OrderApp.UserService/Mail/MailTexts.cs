using System.Net;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Mail;

/// <summary>
/// What the mails say. None holds a text that a caller chose, as a name would be: whoever registers with another's address could send him anything.
/// </summary>
internal static class MailTexts
{
    public static (string Subject, string Text, string Html) Write(MailKind kind, string language, Uri link)
    {
        var (subject, before, after) = (kind, language) switch
        {
            (MailKind.ConfirmEmail, "ru") => ("Подтвердите адрес", "Откройте эту ссылку, чтобы подтвердить свой адрес для OrderApp. Она действует 3 дня.",
                "Если вы не регистрировались, ничего делать не нужно."),
            (MailKind.ConfirmEmail, _) => ("Confirm your address", "Open this link to confirm your address for OrderApp. It works for 3 days.",
                "If you have not registered, there is nothing to do."),
            (MailKind.AccountExists, "ru") => ("У вас уже есть учётная запись", "Кто-то, возможно вы, попытался зарегистрироваться в OrderApp с вашим адресом, но у вас уже есть учётная запись. Войти можно здесь:",
                "Забыли пароль? На странице входа можно выбрать новый."),
            (MailKind.AccountExists, _) => ("You already have an account", "Someone, perhaps you, tried to register at OrderApp with your address, but you already have an account. You can sign in here:",
                "If you have forgotten your password, you can choose a new one on that page."),
            (MailKind.ResetPassword, "ru") => ("Новый пароль", "Откройте эту ссылку, чтобы выбрать новый пароль для OrderApp. Она действует 1 час и только один раз.",
                "Если вы об этом не просили, ничего делать не нужно."),
            (MailKind.ResetPassword, _) => ("A new password", "Open this link to choose a new password for OrderApp. It works for 1 hour, and once.",
                "If you have not asked for it, there is nothing to do."),
            (MailKind.AccountDeleted, "ru") => ("Учётная запись удалена", "Ваша учётная запись в OrderApp удалена вместе с вашими данными.", "Магазин по-прежнему открыт для вас:"),
            (MailKind.AccountDeleted, _) => ("Your account is deleted", "Your account at OrderApp is deleted, and your data with it.", "The shop is still open to you:"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        var (top, bottom) = kind == MailKind.AccountDeleted ? ($"{before}\n\n{after}", "") : (before, after);
        var address = WebUtility.HtmlEncode(link.AbsoluteUri);
        var html = $"""
            <!DOCTYPE html>
            <html lang="{language}"><head><meta charset="utf-8"><title>{subject}</title></head>
            <body><p>{top.Replace("\n\n", "</p><p>", StringComparison.Ordinal)}</p><p><a href="{address}">{address}</a></p><p>{bottom}</p></body></html>
            """;
        return (subject, $"{top}\n\n{link.AbsoluteUri}\n\n{bottom}\n", html);
    }
}
