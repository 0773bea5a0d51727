namespace OrderApp.Routes;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} features loaded from {Path} in {Elapsed}")]
    public static partial void FeaturesLoaded(ILogger logger, int count, string path, TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Critical, Message = "RouteGuide cannot start: {Reason}")]
    public static partial void CannotStart(ILogger logger, string reason);
}
