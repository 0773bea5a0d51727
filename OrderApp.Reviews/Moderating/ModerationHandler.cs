using Google.Protobuf;
using Grpc.Core;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Reviewing.Common;
using OrderApp.Reviewing.Repeating;
using OrderApp.Reviewing.Storage;
using OrderApp.ServiceDefaults;

namespace OrderApp.Reviewing.Moderating;

/// <summary>HideReview and ShowReview.</summary>
internal sealed class ModerationHandler(RepeatableRequests requests, ReviewMetrics metrics)
{
    private const int MaxReasonLength = 200;

    private const string SetReason = $"UPDATE reviews SET hidden_reason = $2 WHERE id = $1 RETURNING {StoredReview.Columns}";

    public Task<Review> HideAsync(HideReviewRequest request, ServerCallContext context)
    {
        var id = CallerKeys.ParseReviewId(request.ReviewId);
        var reason = TextRules.Check("reason", request.Reason, MaxReasonLength, required: true);
        return SetReasonAsync(request, request.RequestId, id, reason, context);
    }

    public Task<Review> ShowAsync(ShowReviewRequest request, ServerCallContext context) =>
        SetReasonAsync(request, request.RequestId, CallerKeys.ParseReviewId(request.ReviewId), null, context);

    private Task<Review> SetReasonAsync(IMessage request, string requestId, Guid id, string? reason, ServerCallContext context) =>
        requests.DoOnceAsync(request, requestId, async (connection, cancellationToken) =>
        {
            await using var set = new NpgsqlCommand(SetReason, connection).Add(id).Add(reason);
            var review = await set.ReadOneAsync(StoredReview.Read, cancellationToken) ?? throw ReviewErrors.NotFound(id);
            metrics.Count(reason is null ? "shown" : "hidden");
            return review.ToOperator();
        }, context);
}
