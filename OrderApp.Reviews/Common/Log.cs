namespace OrderApp.Reviewing.Common;

/// <summary>What an operator would act on.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Orders cannot be followed, trying on: {Problem}")]
    public static partial void FollowFails(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Order events cannot be resumed, reading all orders: {Problem}")]
    public static partial void EventsTooOld(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deleted accounts were not struck out, trying on: {Reason}")]
    public static partial void StrikingFails(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old request ids were not removed, trying on: {Reason}")]
    public static partial void PruningFails(ILogger logger, string reason);
}
