namespace OrderApp.Buying.Common;

/// <summary>What an operator would act on.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Checkout {Checkout} is stuck at {Step} after {Tries} tries, trying on: {Reason}")]
    public static partial void CheckoutStuck(ILogger logger, Guid checkout, string step, int tries, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A run of checkout {Checkout} ended unexpectedly; another one will go on")]
    public static partial void RunFailed(ILogger logger, Exception error, Guid checkout);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Checkouts that were left are not looked for, trying on: {Reason}")]
    public static partial void ResumeFails(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cancelled orders cannot be followed, trying on: {Reason}")]
    public static partial void FollowFails(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Order events cannot be resumed, reading all orders: {Reason}")]
    public static partial void EventsTooOld(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "It is not found out who gets a campaign's mails, trying on: {Reason}")]
    public static partial void GatheringFails(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Untouched carts are not removed, trying on: {Reason}")]
    public static partial void ExpiryFails(ILogger logger, string reason);
}
