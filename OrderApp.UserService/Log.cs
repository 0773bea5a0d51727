namespace OrderApp.Users;

/// <summary>What is logged: never an email address, a password or a token.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Получен запрос к методу GetUser от пользователя: {Username}")]
    public static partial void UserAsked(ILogger logger, string username);

    [LoggerMessage(Level = LogLevel.Warning, Message = "ConnectionStrings:userdb is not set: this service greets, and has no accounts")]
    public static partial void NoAccounts(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The accounts' keys and clients are not prepared, trying on")]
    public static partial void NotPrepared(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Accounts:KeyCertificatePath is not set: who reads the database userdb can read the keys that sign tokens")]
    public static partial void KeysOpen(ILogger logger);
}
