using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Watch;

/// <summary>Reads the events in the database.</summary>
internal sealed class EventStore(NpgsqlDataSource database)
{
    /// <summary>The most events that are read at once.</summary>
    public const int PageSize = 1000;

    private const string Kept = "(SELECT greatest($1, first_kept - 1) FROM order_feed WHERE order_feed.id = 1)";

    // What the view order_events shows, a page of it: each half is read no further than the page goes.
    private static readonly string After =
        $"""
        SELECT {FeedEvent.Columns} FROM (
          (SELECT {FeedEvent.Columns} FROM order_changes WHERE position > {Kept} ORDER BY position LIMIT {PageSize})
          UNION ALL
          (SELECT created_position, 1::smallint, create_time, id, name, completed, date, user_id, book_id, version, create_time, customer_id,
             state, total, currency, details
           FROM orders WHERE created_position > {Kept} ORDER BY created_position LIMIT {PageSize})
        ) AS event ORDER BY position LIMIT {PageSize}
        """;

    private const string Ends = "SELECT position, first_kept FROM order_feed WHERE id = 1";

    /// <summary>The events that follow a position, in order.</summary>
    public async Task<List<FeedEvent>> ReadAfterAsync(long position, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(After).Add(position);
        return await command.ReadAllAsync(FeedEvent.Read, cancellationToken);
    }

    /// <summary>The positions of the newest event and of the oldest that is kept.</summary>
    public async Task<(long Newest, long Oldest)> EndsAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Ends);
        var rows = await command.ReadAllAsync(reader => (reader.GetInt64(0), reader.GetInt64(1)), cancellationToken);
        return rows is [var ends] ? ends : throw new InvalidOperationException("The table order_feed has lost its row.");
    }
}
