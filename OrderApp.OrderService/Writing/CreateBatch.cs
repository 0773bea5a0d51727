using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Writing;

/// <summary>
/// Records orders and their request_ids in one statement, which is one transaction: the primary key of order_requests decides who makes the
/// order. The event of a creation is the order's own row with its place in the feed: see <see cref="OrderChangeRow"/>.
/// </summary>
internal sealed class CreateBatch(NpgsqlDataSource database, KnownNames names, FeedSignal feed, OrderMetrics metrics)
{
    private readonly RepeatGuess repeats = new();

    public async Task ExecuteAsync(IReadOnlyList<CreateOperation> batch, CancellationToken cancelled)
    {
        var requestIds = batch.Select(operation => operation.RequestId).OfType<string>().ToList();
        if (requestIds.Count == 0)
        {
            await ExecuteAsync(WithCount(Statement(CreateStatements.Plain, batch), batch), batch, _ => { }, cancelled);
            Done(batch);
        }
        else if (repeats.MayRepeat(requestIds) || !await TryAsNewAsync(batch, cancelled))
        {
            await ExecuteCheckedAsync(batch, cancelled);
        }
    }

    private async Task<bool> TryAsNewAsync(IReadOnlyList<CreateOperation> batch, CancellationToken cancelled)
    {
        try
        {
            await ExecuteAsync(WithRequestIds(WithCount(Statement(CreateStatements.New, batch), batch), batch), batch, _ => { }, cancelled);
        }
        catch (PostgresException error) when (error is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: CreateStatements.RequestIdKey })
        {
            // Nothing of the batch was stored: all of it goes again.
            repeats.WasWrong();
            return false;
        }

        Done(batch);
        return true;
    }

    private async Task ExecuteCheckedAsync(IReadOnlyList<CreateOperation> batch, CancellationToken cancelled)
    {
        var repeated = new HashSet<Guid>();
        var statement = WithRequestIds(Statement(CreateStatements.Checked, batch), batch);
        await ExecuteAsync(statement, batch, row => repeated.Add(row.GetGuid(0)), cancelled);
        if (repeated.Count == 0)
        {
            Done(batch);
            return;
        }

        var made = batch.Where(operation => !repeated.Contains(operation.Row.Id)).ToList();
        if (made.Count > 0)
            Done(made);
        await AnswerRepeatedAsync([.. batch.Where(operation => repeated.Contains(operation.Row.Id))], cancelled);
    }

    private Task ExecuteAsync(
        NpgsqlBatchCommand statement, IReadOnlyList<CreateOperation> batch, Action<NpgsqlDataReader> readRow, CancellationToken cancelled) =>
        WriteStatement.ExecuteAsync(database, statement, names, batch.Select(operation => operation.Row.Name), readRow, cancelled);

    private async Task AnswerRepeatedAsync(List<CreateOperation> repeated, CancellationToken cancelled)
    {
        var former = await FormerRequests.FindAsync(database, repeated, cancelled);
        foreach (var operation in repeated)
        {
            if (!former.TryGetValue(operation.RequestId!, out var first))
                operation.Fail(OrderErrors.TimedOut()); // pruned in between: the caller tries again
            else if (!RequestFingerprint.IsOf(first.Fingerprint, operation.Row, operation.DateGiven))
                operation.Fail(OrderErrors.RequestIdTaken());
            else
                operation.Complete(new Created(Replay(operation, first), Replayed: true));
        }

        metrics.Replayed.Add(repeated.Count);
    }

    // The content is the same, so the first answer is the request's own order with what the server had added.
    private static OrderRow Replay(CreateOperation operation, OrderRequestRow first) => operation.Row with
    {
        Id = first.OrderId,
        Date = first.Date,
        CreateTime = first.CreateTime,
        UpdateTime = first.CreateTime,
    };

    private void Done(IReadOnlyList<CreateOperation> made)
    {
        metrics.Created.Add(made.Count);
        feed.Raise();
        foreach (var operation in made)
            operation.Complete(new Created(operation.Row, Replayed: false));
    }

    private static NpgsqlBatchCommand Statement(string text, IReadOnlyList<CreateOperation> batch)
    {
        var statement = new NpgsqlBatchCommand(text);
        statement.Parameters.AddArray(batch, operation => operation.Row.Id);
        statement.Parameters.AddArray(batch, operation => operation.Row.Name);
        statement.Parameters.AddSparse(batch, operation => operation.Row.Completed ? true : (bool?)null);
        statement.Parameters.AddSparse(batch, operation => operation.Row.Date == operation.Row.CreateTime ? (DateTime?)null : operation.Row.Date);
        statement.Parameters.AddSparse(batch, operation => operation.Row.UserId);
        statement.Parameters.AddSparse(batch, operation => operation.Row.BookId);
        statement.Parameters.AddArray(batch, operation => operation.Row.CreateTime);
        return statement;
    }

    private static NpgsqlBatchCommand WithCount(NpgsqlBatchCommand statement, IReadOnlyList<CreateOperation> batch)
    {
        statement.Parameters.Add(new NpgsqlParameter<int> { TypedValue = batch.Count });
        return statement;
    }

    private static NpgsqlBatchCommand WithRequestIds(NpgsqlBatchCommand statement, IReadOnlyList<CreateOperation> batch)
    {
        statement.Parameters.AddArray(batch, operation => operation.RequestId);
        statement.Parameters.AddArray(batch, operation => operation.Fingerprint);
        return statement;
    }
}
