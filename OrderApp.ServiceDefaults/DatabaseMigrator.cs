using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OrderApp.ServiceDefaults;

/// <summary>Tells when the database has its schema.</summary>
public interface IDatabaseReadiness
{
    /// <summary>Completes when the schema is in place.</summary>
    Task Ready { get; }
}

/// <summary>
/// Brings the schema up to date at start, and tries again until the database is there: a service may start before its database.
/// EF Core takes a lock in the database meanwhile, so that several replicas may start at once.
/// </summary>
internal sealed partial class DatabaseMigrator<TContext>(IDbContextFactory<TContext> contexts, ILogger<DatabaseMigrator<TContext>> logger)
    : DatabaseWorker, IDatabaseReadiness where TContext : DbContext
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    // An index on a table of a hundred million rows takes minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ready => ready.Task;

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        string? told = null;
        while (!ready.Task.IsCompleted)
        {
            try
            {
                await using var context = await contexts.CreateDbContextAsync(stopping);
                context.Database.SetCommandTimeout(Patience);
                await context.Database.MigrateAsync(stopping);
                ready.SetResult();
                SchemaReady();
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The same reason is told once, not every second.
                if (told != error.Message)
                    NotYet(error.Message);
                told = error.Message;
                await Task.Delay(error is PostgresException { SqlState: PostgresErrorCodes.DuplicateDatabase } ? TimeSpan.Zero : Pause, stopping);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The database schema is up to date")]
    private partial void SchemaReady();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is not ready yet, trying on: {Reason}")]
    private partial void NotYet(string reason);
}
