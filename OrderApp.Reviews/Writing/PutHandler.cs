using System.Security.Claims;
using Grpc.Core;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Reviewing.Common;
using OrderApp.Reviewing.Repeating;
using OrderApp.Reviewing.Storage;

namespace OrderApp.Reviewing.Writing;

/// <summary>PutReview: one review of a book for each customer, by the database's decision.</summary>
internal sealed class PutHandler(RepeatableRequests requests, ReviewMetrics metrics)
{
    private const string NamelessAuthor = "Reader";

    // What is written again as it was has not changed.
    private const string Put =
        $"""
        INSERT INTO reviews (id, book_id, customer_id, author_name, rating, text, was_verified) VALUES ($1, $2, $3, $4, $5, $6, false)
        ON CONFLICT (customer_id, book_id) DO UPDATE SET author_name = excluded.author_name, rating = excluded.rating, text = excluded.text,
          update_time = CASE WHEN (reviews.rating, reviews.text) = (excluded.rating, excluded.text) THEN reviews.update_time ELSE now() END
        RETURNING {StoredReview.Columns}
        """;

    public async Task<Review> HandleAsync(PutReviewRequest request, ServerCallContext context)
    {
        var review = NewReview.Of(request);
        var account = CallerKeys.AccountOf(context) ?? throw ReviewErrors.NoPerson();
        var name = context.GetHttpContext().User.FindFirstValue("name") is { Length: > 0 } known ? known : NamelessAuthor;
        return await requests.DoOnceAsync(request, request.RequestId, async (connection, cancellationToken) =>
        {
            await using var put = new NpgsqlCommand(Put, connection)
                .Add(Guid.CreateVersion7()).Add(review.BookId).Add(account).Add(name).Add(review.Rating).Add(review.Text);
            var stored = await put.ReadOneAsync(StoredReview.Read, cancellationToken);
            metrics.Count("put");
            return stored!.ToAuthor();
        }, context);
    }
}
