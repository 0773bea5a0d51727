using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Reading;
using OrderApp.Protos;

namespace OrderApp.Orders.Feed;

/// <summary>Lists the events of one order, oldest first, by an index on its id: a page costs the same however many others there are.</summary>
internal sealed class OrderHistory(NpgsqlDataSource database, IOptions<OrderOptions> options)
{
    private const string Find =
        $"SELECT {FeedEvent.Columns} FROM order_events WHERE order_id = $1 AND position > $2 ORDER BY position LIMIT $3";

    public async Task<ListOrderEventsResponse> ListAsync(ListOrderEventsRequest request, CancellationToken cancelled)
    {
        var id = OrderRequests.ParseId(request.Uuid);
        var size = PageSize.Of(request.PageSize, options.Value);
        var events = await ReadAsync(id, HistoryToken.Read(request.PageToken, id), size + 1, cancelled);

        var response = new ListOrderEventsResponse();
        response.Events.AddRange(events.Take(size).Select(happened => happened.Message));
        if (events.Count > size)
            response.NextPageToken = HistoryToken.Write(events[size - 1].Position, id);
        return response;
    }

    private async Task<List<FeedEvent>> ReadAsync(Guid id, long after, int limit, CancellationToken cancelled)
    {
        await using var command = database.CreateCommand(Find);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var events = new List<FeedEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
            events.Add(FeedEvent.Read(reader));
        return events;
    }
}
