using System.Text;
using Grpc.Core;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Reviewing.Common;
using OrderApp.Reviewing.Storage;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Reviewing.Reading;

/// <summary>ListReviews: newest first; a page costs the same wherever it lies.</summary>
internal sealed class ListHandler(NpgsqlDataSource database)
{
    private const int DefaultPageSize = 20;
    private const int MaxPageSize = 1000;
    private static readonly Guid Last = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private const string OfBook =
        $"SELECT {StoredReview.Columns} FROM reviews WHERE book_id = $4 AND id < $1 AND ($3 OR hidden_reason IS NULL) ORDER BY id DESC LIMIT $2";

    private const string OfAll = $"SELECT {StoredReview.Columns} FROM reviews WHERE id < $1 AND ($3 OR hidden_reason IS NULL) ORDER BY id DESC LIMIT $2";

    public async Task<ListReviewsResponse> HandleAsync(ListReviewsRequest request, ServerCallContext context)
    {
        var isOperator = Caller.Of(context).IsOperator;
        if (request.ShowHidden && !isOperator)
            throw ReviewErrors.HiddenAreForOperators();
        if (!isOperator || request.BookId != 0)
            CallerKeys.CheckBookId(request.BookId);
        if (request.PageSize < 0)
            throw GrpcErrors.InvalidArgument("page_size", $"must not be negative, is {request.PageSize}");
        var size = Math.Min(request.PageSize == 0 ? DefaultPageSize : request.PageSize, MaxPageSize);
        var scope = Encoding.UTF8.GetBytes($"reviews/{request.BookId}/{request.ShowHidden}");

        await using var list = database.CreateCommand(request.BookId == 0 ? OfAll : OfBook).Add(Before(request.PageToken, scope)).Add(size + 1).Add(request.ShowHidden);
        if (request.BookId != 0)
            list.Add(request.BookId);
        var reviews = await list.ReadAllAsync(StoredReview.Read, context.CancellationToken);

        var shown = reviews.Take(size).Select(review => isOperator ? review.ToOperator() : review.ToMessage());
        var response = new ListReviewsResponse { Reviews = { shown } };
        if (reviews.Count > size)
            response.NextPageToken = OpaqueToken.Write(Guid.Parse(reviews[size - 1].Review.ReviewId).ToByteArray(bigEndian: true), scope);
        return response;
    }

    private static Guid Before(string token, byte[] scope)
    {
        if (token.Length == 0)
            return Last;
        return OpaqueToken.Read(token, scope) is { Length: 16 } id
            ? new Guid(id, bigEndian: true)
            : throw GrpcErrors.InvalidArgument("page_token", "is not one that a list with the same book_id and show_hidden gave");
    }
}
