using Grpc.Core;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Reviewing.Common;
using OrderApp.Reviewing.Storage;

namespace OrderApp.Reviewing.Reading;

/// <summary>GetMyReview.</summary>
internal sealed class OwnReviewHandler(NpgsqlDataSource database)
{
    private const string Find = $"SELECT {StoredReview.Columns} FROM reviews WHERE customer_id = $1 AND book_id = $2";

    public async Task<Review> HandleAsync(GetMyReviewRequest request, ServerCallContext context)
    {
        var bookId = CallerKeys.CheckBookId(request.BookId);
        var account = CallerKeys.AccountOf(context) ?? throw ReviewErrors.NotReviewed(bookId);
        await using var find = database.CreateCommand(Find).Add(account).Add(bookId);
        var review = await find.ReadOneAsync(StoredReview.Read, context.CancellationToken);
        return review?.ToAuthor() ?? throw ReviewErrors.NotReviewed(bookId);
    }
}
