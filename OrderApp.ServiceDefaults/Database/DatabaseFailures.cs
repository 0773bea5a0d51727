using System.Data.Common;
using Npgsql;

namespace OrderApp.ServiceDefaults.Database;

/// <summary>Tells failures of the database from those of a statement.</summary>
public static class DatabaseFailures
{
    /// <summary>
    /// Whether the database is away, so that the same statement may succeed later. PostgreSQL says FATAL or PANIC when the session is over or
    /// never began; the code beside it tells little then: with a full disk, opening a connection fails as XX000, an internal error. A statement that
    /// was cancelled did nothing: an operator or a timeout of the server may have done it, or a request to cancel the session's statement before, which
    /// came late.
    /// </summary>
    /// <remarks>https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS</remarks>
    public static bool IsAway(this DbException error) =>
        error.IsTransient || error is PostgresException { InvariantSeverity: "FATAL" or "PANIC" } or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };
}
