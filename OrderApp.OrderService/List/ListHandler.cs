using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using OrderApp.Protos;

namespace OrderApp.Orders.List;

/// <summary>ListOrders: newest first, by their ids; a page costs the same wherever it lies.</summary>
internal sealed class ListHandler(NpgsqlDataSource database, IOptions<OrderOptions> options)
{
    public async Task<ListOrdersResponse> HandleAsync(ListOrdersRequest request, OrderAccess access, CancellationToken cancellationToken)
    {
        var size = options.Value.PageSizeFor(request.PageSize);
        var filter = ListFilter.Of(request, access);
        var rows = await ReadAsync(filter, access, PageToken.Read(request.PageToken, filter, access), size + 1, cancellationToken);

        var response = new ListOrdersResponse { NotificationType = OrderNotificationTypeEnum.Ok };
        response.Orders.AddRange(rows.Take(size).Select(row => row.ToMessage()));
        if (rows.Count > size)
            response.NextPageToken = PageToken.Write(rows[size - 1].Id, filter, access);
        return response;
    }

    private async Task<List<OrderRow>> ReadAsync(ListFilter filter, OrderAccess access, Guid? after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var byName = filter.Query.Length > 0 && ListStatement.GoesBeyondOneCustomer(filter, access);
        var names = byName ? await MatchingNames.FindAsync(connection, filter.Pattern, cancellationToken) : null;
        if (names is { Count: 0 })
            return [];

        await using var command = ListStatement.Make(filter, access, names, after, limit);
        command.Connection = connection;
        return await command.ReadAllAsync(OrderRow.Read, cancellationToken);
    }
}
