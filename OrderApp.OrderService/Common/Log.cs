namespace OrderApp.Orders.Common;

/// <summary>What an operator would act on.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Events cannot be read, trying on: {Reason}")]
    public static partial void FeedFails(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notifications are not heard, events come later until they are: {Reason}")]
    public static partial void ListenerFails(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old events and request_ids were not removed: {Reason}")]
    public static partial void PruningFails(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deleted accounts are not struck out of orders, trying on: {Reason}")]
    public static partial void StrikingFails(ILogger logger, string reason);
}
