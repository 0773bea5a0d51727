using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Storage;
using OrderApp.Protos;

namespace OrderApp.Orders.Reading;

/// <summary>Lists orders, newest first, by the primary key: a page costs the same wherever it lies.</summary>
internal sealed class OrderList(NpgsqlDataSource database, IOptions<OrderOptions> options)
{
    public async Task<ListOrdersResponse> ListAsync(ListOrdersRequest request, CancellationToken cancelled)
    {
        var size = PageSize.Of(request.PageSize, options.Value);
        var filter = OrderFilter.Of(request);
        var rows = await ReadAsync(filter, PageToken.Read(request.PageToken, filter), size + 1, cancelled);

        var response = new ListOrdersResponse { NotificationType = OrderNotificationTypeEnum.Ok };
        response.Orders.AddRange(rows.Take(size).Select(row => row.ToMessage()));
        if (rows.Count > size)
            response.NextPageToken = PageToken.Write(rows[size - 1].Id, filter);
        return response;
    }

    private async Task<List<OrderRow>> ReadAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancelled)
    {
        await using var connection = await database.OpenConnectionAsync(cancelled);
        var names = filter.Query.Length > 0 ? await MatchingNames.FindAsync(connection, filter.Pattern, cancelled) : null;
        if (names is { Count: 0 })
            return [];

        await using var command = OrderListQuery.Make(filter, names, after, limit);
        command.Connection = connection;
        var rows = new List<OrderRow>(limit);
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
            rows.Add(reader.ReadOrder());
        return rows;
    }
}
