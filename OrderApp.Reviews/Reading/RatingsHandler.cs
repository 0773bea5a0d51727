using Google.Protobuf.Collections;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Reviewing.Common;
using OrderApp.Reviewing.Storage;
using OrderApp.ServiceDefaults;

namespace OrderApp.Reviewing.Reading;

/// <summary>GetRatings: what is kept, read by the books' ids.</summary>
internal sealed class RatingsHandler(NpgsqlDataSource database)
{
    private const int MaxBooks = 1000;

    private const string Find = "SELECT book_id, histogram FROM ratings WHERE book_id = ANY ($1)";

    public async Task<GetRatingsResponse> HandleAsync(GetRatingsRequest request, CancellationToken cancellationToken)
    {
        Check(request.BookIds);
        await using var find = database.CreateCommand(Find).Add(request.BookIds.ToArray());
        var rated = (await find.ReadAllAsync(row => (BookId: row.GetInt32(0), Histogram: row.GetFieldValue<int[]>(1)), cancellationToken))
            .ToDictionary(row => row.BookId, row => row.Histogram);
        return new() { Ratings = { request.BookIds.Select(id => ToMessage(id, rated.GetValueOrDefault(id) ?? new int[5])) } };
    }

    private static void Check(RepeatedField<int> ids)
    {
        if (ids.Count > MaxBooks)
            throw GrpcErrors.InvalidArgument("book_ids", $"must be at most {MaxBooks}, are {ids.Count}");
        var asked = new HashSet<int>();
        foreach (var id in ids)
        {
            if (!asked.Add(CallerKeys.CheckBookId("book_ids", id)))
                throw GrpcErrors.InvalidArgument("book_ids", $"must be named once, {id} is named more often");
        }
    }

    private static Ratings ToMessage(int bookId, int[] histogram)
    {
        var count = histogram.Sum();
        var sum = histogram.Select((times, index) => (long)times * (index + 1)).Sum();
        return new() { BookId = bookId, Average = count == 0 ? 0 : (double)sum / count, Count = count, Histogram = { histogram } };
    }
}
