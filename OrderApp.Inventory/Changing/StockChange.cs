using System.Diagnostics;
using Npgsql;

namespace OrderApp.Stocking.Changing;

/// <summary>A change of the stock that waits to be made: what has to be locked for it, and the statement that makes it or tells why not.</summary>
/// <param name="key">The reservation_id or request_id, of which there is to be one change at a time; null when there is none.</param>
/// <param name="bookIds">The books that it names itself; those of the reservation are found by its id.</param>
internal abstract class StockChange(string? key, int[] bookIds)
{
    public string? Key => key;

    public int[] BookIds => bookIds;

    /// <summary>The caller's span.</summary>
    public Activity? Caller { get; } = Activity.Current;

    /// <summary>Whether nobody waits for it any more.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>The statement. It answers at most one row.</summary>
    public abstract NpgsqlBatchCommand ToCommand();

    /// <summary>Keeps what the statement answered, until it is known whether it is committed; null when there was no row.</summary>
    public abstract void Read(NpgsqlDataReader? row);

    /// <summary>It is committed: its caller gets what was read.</summary>
    public abstract void Complete();

    /// <summary>It was not made.</summary>
    public abstract void Fail(Exception error);
}

/// <summary>A change with an answer.</summary>
internal abstract class StockChange<TAnswer>(string? key, params int[] bookIds) : StockChange(key, bookIds)
{
    private readonly TaskCompletionSource<TAnswer> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TAnswer? answer;

    public Task<TAnswer> Answer => completion.Task;

    public sealed override void Read(NpgsqlDataReader? row) => answer = ReadAnswer(row);

    public sealed override void Complete() => completion.TrySetResult(answer!);

    public sealed override void Fail(Exception error) => completion.TrySetException(error);

    protected abstract TAnswer ReadAnswer(NpgsqlDataReader? row);
}
