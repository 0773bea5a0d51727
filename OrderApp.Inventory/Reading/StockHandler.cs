using Npgsql;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Stocking.Common;
using OrderApp.Stocking.Storage;

namespace OrderApp.Stocking.Reading;

/// <summary>GetStock.</summary>
internal sealed class StockHandler(NpgsqlDataSource database)
{
    private const int MaxBooks = 1000;
    private const string Find = "SELECT book_id, available, reserved, sold FROM stock WHERE book_id = ANY ($1)";

    public async Task<GetStockResponse> HandleAsync(GetStockRequest request, CancellationToken cancellationToken)
    {
        if (request.BookIds.Count > MaxBooks)
            throw GrpcErrors.InvalidArgument("book_ids", $"must be at most {MaxBooks}, are {request.BookIds.Count}");
        var asked = new HashSet<int>();
        foreach (var id in request.BookIds)
        {
            if (!asked.Add(CallerKeys.CheckBookId("book_ids", id)))
                throw GrpcErrors.InvalidArgument("book_ids", $"must be named once, {id} is named more often");
        }

        var found = await FindAsync([.. asked], cancellationToken);
        return new() { Stock = { request.BookIds.Select(id => found.GetValueOrDefault(id) ?? new() { BookId = id }) } };
    }

    private async Task<Dictionary<int, Stock>> FindAsync(int[] ids, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Find).Add(ids);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<int, Stock>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetInt32(0);
            found[id] = new() { BookId = id, Available = reader.GetInt32(1), Reserved = reader.GetInt32(2), Sold = reader.GetInt32(3) };
        }

        return found;
    }
}
