namespace OrderApp.Users;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Получен запрос к методу GetUser от пользователя: {Username}")]
    public static partial void UserAsked(ILogger logger, string username);
}
