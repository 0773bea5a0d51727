using Grpc.Core;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Reviewing.Common;
using OrderApp.Reviewing.Repeating;
using OrderApp.Reviewing.Storage;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Reviewing.Writing;

/// <summary>DeleteReview: for its author and operators. An author cannot make an operator's decision undone by writing a new review.</summary>
internal sealed class DeleteHandler(RepeatableRequests requests, ReviewMetrics metrics)
{
    private const string Lock = $"SELECT {StoredReview.Columns} FROM reviews WHERE id = $1 FOR UPDATE";

    private const string Delete = "DELETE FROM reviews WHERE id = $1";

    public async Task<DeleteReviewResponse> HandleAsync(DeleteReviewRequest request, ServerCallContext context)
    {
        var (isOperator, account) = (Caller.Of(context).IsOperator, CallerKeys.AccountOf(context));
        var id = CallerKeys.ParseReviewId(request.ReviewId);
        return await requests.DoOnceAsync(request, request.RequestId, async (connection, cancellationToken) =>
        {
            await using var find = new NpgsqlCommand(Lock, connection).Add(id);
            var review = await find.ReadOneAsync(StoredReview.Read, cancellationToken);
            if (review is null)
                throw ReviewErrors.NotFound(id);
            if (!isOperator)
                CheckAuthor(review, id, account);
            await using var delete = new NpgsqlCommand(Delete, connection).Add(id);
            await delete.ExecuteNonQueryAsync(cancellationToken);
            metrics.Count("deleted");
            return new DeleteReviewResponse();
        }, context);
    }

    private static void CheckAuthor(StoredReview review, Guid id, Guid? account)
    {
        if (account is null || review.CustomerId != account)
            throw review.HiddenReason is null ? ReviewErrors.NotYours() : ReviewErrors.NotFound(id);
        if (review.HiddenReason is not null)
            throw ReviewErrors.Hidden();
    }
}
