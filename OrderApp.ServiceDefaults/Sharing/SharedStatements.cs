using Npgsql;

namespace OrderApp.ServiceDefaults.Sharing;

/// <summary>
/// Executes statements of concurrent callers in one transaction and one round trip: they share the commit, which is what costs most of a small one. Each
/// statement sees what those before it have done, as if it came in a transaction of its own after theirs. When one is refused, all go again, each alone.
/// <para>
/// For statements that are a transaction by themselves, have a result (SELECT or RETURNING), and lock the rows of one caller's thing: so that none waits for
/// long. Replicas that lock the same two things in another order at the same time are parted by PostgreSQL, and go again each alone.
/// </para>
/// </summary>
/// <param name="database">Where they are executed.</param>
/// <param name="atOnce">So many transactions may be under way at once.</param>
public sealed class SharedStatements(NpgsqlDataSource database, int atOnce)
{
    private const int Most = 128;
    private const int LimitSeconds = 4;
    private Turns<Statement>? turns;

    /// <summary>Executes a statement with the next transaction, and answers its rows when that is committed.</summary>
    /// <param name="command">The statement.</param>
    /// <param name="readRow">Reads a row.</param>
    /// <param name="cancellationToken">Ends the wait; a statement that is under way by then may be committed or not.</param>
    public async Task<List<TRow>> ReadAllAsync<TRow>(NpgsqlBatchCommand command, Func<NpgsqlDataReader, TRow> readRow, CancellationToken cancellationToken)
    {
        var statement = new Statement<TRow>(command, readRow);
        LazyInitializer.EnsureInitialized(ref turns, () => new(atOnce, Most, ExecuteAsync)).Add(statement);
        try
        {
            return await statement.Rows.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            statement.IsGivenUp = true;
            throw;
        }
    }

    private async Task ExecuteAsync(IReadOnlyList<Statement> statements)
    {
        try
        {
            await using var batch = database.CreateBatch();
            batch.Timeout = LimitSeconds;
            foreach (var statement in statements)
                batch.BatchCommands.Add(statement.Command);
            await using var reader = await batch.ExecuteReaderAsync();
            foreach (var statement in statements)
            {
                await statement.ReadAsync(reader);
                // The rows come before the commit: only the end of the answer tells that it was done.
                await reader.NextResultAsync();
            }
        }
        catch (PostgresException refusal) when (statements.Count > 1 && IsOfOne(refusal))
        {
            // Nothing of it was done.
            await Task.WhenAll(statements.Select(statement => ExecuteAsync([statement])));
            return;
        }
        catch (Exception error)
        {
            foreach (var statement in statements)
                statement.Fail(error);
            return;
        }

        foreach (var statement in statements)
            statement.Complete();
    }

    // Where the session or the server is at its end, all would fail again; what was cut off may have been committed.
    private static bool IsOfOne(PostgresException refusal) => refusal.InvariantSeverity == "ERROR" && refusal.SqlState != PostgresErrorCodes.QueryCanceled;

    private abstract class Statement(NpgsqlBatchCommand command) : Wish
    {
        public NpgsqlBatchCommand Command => command;

        public abstract Task ReadAsync(NpgsqlDataReader reader);

        public abstract void Complete();

        public abstract void Fail(Exception error);
    }

    private sealed class Statement<TRow>(NpgsqlBatchCommand command, Func<NpgsqlDataReader, TRow> readRow) : Statement(command)
    {
        private readonly TaskCompletionSource<List<TRow>> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private List<TRow> rows = [];

        public Task<List<TRow>> Rows => completion.Task;

        public override async Task ReadAsync(NpgsqlDataReader reader)
        {
            rows = [];
            while (await reader.ReadAsync())
                rows.Add(readRow(reader));
        }

        public override void Complete() => completion.SetResult(rows);

        public override void Fail(Exception error) => completion.SetException(error);
    }
}
