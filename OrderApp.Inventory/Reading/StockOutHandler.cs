using Google.Protobuf.WellKnownTypes;
using Npgsql;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Stocking.Storage;

namespace OrderApp.Stocking.Reading;

/// <summary>
/// ListStockOuts: what was available after an entry of the ledger is what is available now less what came after it. So only entries since the day began are read,
/// by the index of their times; of today and yesterday these are few.
/// </summary>
internal sealed class StockOutHandler(NpgsqlDataSource database)
{
    private const string Find =
        """
        WITH since AS (
          SELECT id, time, book_id, delta_available,
            sum(delta_available) OVER (PARTITION BY book_id ORDER BY id DESC) - delta_available AS later
          FROM ledger WHERE time >= $1 AND delta_available <> 0
        )
        SELECT book_id, time FROM since JOIN stock USING (book_id)
        WHERE time < $2 AND delta_available < 0 AND available - later = 0 ORDER BY time, id LIMIT 1000
        """;

    public async Task<ListStockOutsResponse> HandleAsync(ListStockOutsRequest request, CancellationToken cancellationToken)
    {
        var day = UtcDay.Parse("day", request.Day);
        await using var command = database.CreateCommand(Find).Add(day.Begin).Add(day.End);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var response = new ListStockOutsResponse();
        while (await row.ReadAsync(cancellationToken))
            response.StockOuts.Add(new ListStockOutsResponse.Types.StockOut { BookId = row.GetInt32(0), Time = Timestamp.FromDateTime(row.GetDateTime(1)) });
        return response;
    }
}
