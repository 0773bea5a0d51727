using Grpc.Core;

namespace OrderApp.Demo.Filling;

/// <summary>Writes a customer's reviews, and hides those that an operator would hide.</summary>
internal sealed class Reviewing(ShopClients shop, Visit visit, Shelf shelf)
{
    /// <summary>Answers how many reviews were written.</summary>
    public async Task<int> ReviewAsync(CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var opinion in visit.Customer.Reviews)
        {
            var book = shelf.IdOf(opinion.Book);
            if (await IsThereAsync(book, cancellationToken))
                continue;
            var review = await shop.Reviews.PutReviewAsync(
                new() { BookId = book, Rating = opinion.Rating, Text = opinion.Text, RequestId = $"demo-review-{book}" }, visit.Token, cancellationToken: cancellationToken);
            if (opinion.HiddenReason is { } reason)
            {
                await shop.Reviews.HideReviewAsync(
                    new() { ReviewId = review.ReviewId, Reason = reason, RequestId = $"demo-hide-{review.ReviewId}" }, shop.Operator, cancellationToken: cancellationToken);
            }

            written++;
        }

        return written;
    }

    private async Task<bool> IsThereAsync(int book, CancellationToken cancellationToken)
    {
        try
        {
            await shop.Reviews.GetMyReviewAsync(new() { BookId = book }, visit.Token, cancellationToken: cancellationToken);
            return true;
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.NotFound)
        {
            return false;
        }
    }
}
