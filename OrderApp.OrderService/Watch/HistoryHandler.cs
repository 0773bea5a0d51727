using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using OrderApp.Protos;

namespace OrderApp.Orders.Watch;

/// <summary>ListOrderEvents: lists the events of one order, oldest first, by an index on its id: a page costs the same however many others there are.</summary>
internal sealed class HistoryHandler(NpgsqlDataSource database, IOptions<OrderOptions> options)
{
    private const string Find =
        $"""
        SELECT {FeedEvent.Columns} FROM order_events WHERE order_id = $1 AND position > $2
          AND ($4 OR customer_id = $5 OR (customer_id IS NULL AND $6))
        ORDER BY position LIMIT $3
        """;

    public async Task<ListOrderEventsResponse> HandleAsync(
        ListOrderEventsRequest request, OrderAccess access, CancellationToken cancellationToken)
    {
        var id = OrderIds.Parse(request.Uuid);
        var size = options.Value.PageSizeFor(request.PageSize);
        await using var command = database.CreateCommand(Find)
            .Add(id).Add(HistoryToken.Read(request.PageToken, id, access)).Add(size + 1)
            .Add(access.All).Add(access.CustomerId).Add(access.Nobodys);
        var events = await command.ReadAllAsync(FeedEvent.Read, cancellationToken);

        var response = new ListOrderEventsResponse();
        response.Events.AddRange(events.Take(size).Select(item => item.MessageFor(access)));
        if (events.Count > size)
            response.NextPageToken = HistoryToken.Write(events[size - 1].Position, id, access);
        return response;
    }
}
