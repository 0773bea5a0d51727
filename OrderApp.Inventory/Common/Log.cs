namespace OrderApp.Stocking.Common;

/// <summary>What an operator would act on.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired reservations were not ended, trying on: {Reason}")]
    public static partial void ExpiryFails(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The stock was not compared with the ledger: {Reason}")]
    public static partial void CheckFails(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stock is not what the ledger and the reservations say: {Mismatches}")]
    public static partial void Mismatches(ILogger logger, string mismatches);
}
