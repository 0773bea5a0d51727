using Npgsql;

namespace OrderApp.Orders.Feed;

/// <summary>Reads the events in the database.</summary>
internal sealed class EventStore(NpgsqlDataSource database)
{
    /// <summary>The most events that are read at once.</summary>
    public const int PageSize = 1000;

    private const string After = $"SELECT {FeedEvent.Columns} FROM order_events WHERE position > $1 ORDER BY position LIMIT $2";

    private const string Ends =
        """
        SELECT position, coalesce((SELECT min(position) FROM order_events), position + 1) FROM order_feed WHERE id = 1
        """;

    /// <summary>The events that follow a position, in order.</summary>
    public async Task<List<FeedEvent>> ReadAfterAsync(long position, CancellationToken cancelled)
    {
        await using var command = database.CreateCommand(After);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PageSize });
        var events = new List<FeedEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
            events.Add(FeedEvent.Read(reader));
        return events;
    }

    /// <summary>The positions of the newest event and of the oldest that is kept.</summary>
    public async Task<(long Newest, long Oldest)> EndsAsync(CancellationToken cancelled)
    {
        await using var command = database.CreateCommand(Ends);
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        return await reader.ReadAsync(cancelled)
            ? (reader.GetInt64(0), reader.GetInt64(1))
            : throw new InvalidOperationException("The table order_feed has lost its row.");
    }
}
