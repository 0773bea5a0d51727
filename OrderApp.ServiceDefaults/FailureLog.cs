using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace OrderApp.ServiceDefaults;

/// <summary>
/// Tells the operator of calls that failed through no fault of the caller. One cause may fail every call, so a method's first failure of a kind is
/// told at once, and while they go on one in ten seconds, with how many there were in between.
/// </summary>
internal sealed partial class FailureLog(ILogger<FailureLog> logger, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<(string Method, Type Error, string? SqlState), Recurrence> failures = new();

    /// <summary>The database could not be reached.</summary>
    public void DatabaseAway(string method, Exception error)
    {
        if (IsToBeTold(method, error))
            TellDatabaseAway(method, error.Message);
    }

    /// <summary>Something that was not foreseen: the line holds all that is known of it.</summary>
    public void Unexpected(string method, Exception error)
    {
        if (IsToBeTold(method, error))
            TellUnexpected(error, method);
    }

    private bool IsToBeTold(string method, Exception error)
    {
        var recurrence = failures.GetOrAdd((method, error.GetType(), (error as DbException)?.SqlState), _ => new());
        if (!recurrence.IsDue(time, Pause, out var untold))
            return false;
        if (untold > 0)
            TellRecurrence(untold, method);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} failed: the database cannot be reached ({Reason})")]
    private partial void TellDatabaseAway(string method, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed unexpectedly")]
    private partial void TellUnexpected(Exception error, string method);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} calls of {Method} have failed like that since it was last told")]
    private partial void TellRecurrence(int count, string method);

    private sealed class Recurrence
    {
        private long due;
        private int untold;

        public bool IsDue(TimeProvider time, TimeSpan pause, out int untoldBefore)
        {
            var now = time.GetTimestamp();
            var seen = Volatile.Read(ref due);
            // Of those who come at once, one tells.
            if (now < seen || Interlocked.CompareExchange(ref due, now + (long)(pause.TotalSeconds * time.TimestampFrequency), seen) != seen)
            {
                Interlocked.Increment(ref untold);
                untoldBefore = 0;
                return false;
            }

            untoldBefore = Interlocked.Exchange(ref untold, 0);
            return true;
        }
    }
}
