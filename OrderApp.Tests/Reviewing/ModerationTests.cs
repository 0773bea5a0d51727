using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Reviewing;

/// <summary>Who may hide, show and remove what, and what is told to whom.</summary>
public sealed class ModerationTests(ReviewsFixture fixture) : IClassFixture<ReviewsFixture>
{
    private static readonly (StatusCode, string?) NotAllowed = (StatusCode.PermissionDenied, "NOT_ALLOWED");

    private ReviewsHost Host => fixture.Host;

    [Fact]
    public async Task A_hidden_review_is_seen_by_its_author_with_the_reason_and_by_operators_only()
    {
        var (book, emma) = (fixture.NewBook(), Host.Customer("Emma"));
        var review = await Host.PutAsync(emma, book, 1, "Buy elsewhere");

        var hidden = await Host.HideAsync(review.ReviewId, "advertises another shop");

        Assert.Equal((true, "advertises another shop"), (hidden.Hidden, hidden.HiddenReason));
        Assert.Empty(await Host.ListAsync(book));
        Assert.Empty(await Host.ListAsync(book, emma));
        Assert.Empty(await Host.ListAsync(book, Host.Operator));
        Assert.Equal(hidden, Assert.Single(await Host.ListAsync(book, Host.Operator, showHidden: true)));
        var own = await Host.Client.GetMyReviewAsync(new() { BookId = book }, emma);
        Assert.Equal((true, "advertises another shop"), (own.Hidden, own.HiddenReason));
        Assert.Equal(NotAllowed, await ReviewsHost.RefusalAsync(() => Host.ListAsync(book, emma, showHidden: true)));
        Assert.Equal(NotAllowed, await ReviewsHost.RefusalAsync(() => Host.ListAsync(book, null, showHidden: true)));
    }

    [Fact]
    public async Task A_hidden_review_that_is_changed_stays_hidden_until_it_is_shown()
    {
        var (book, emma) = (fixture.NewBook(), Host.Customer("Emma"));
        var review = await Host.PutAsync(emma, book, 1, "Buy elsewhere");
        await Host.HideAsync(review.ReviewId, "first");
        await Host.HideAsync(review.ReviewId, "second");

        var changed = await Host.PutAsync(emma, book, 2, "Better now");
        Assert.Equal((true, "second"), (changed.Hidden, changed.HiddenReason));
        Assert.Empty(await Host.ListAsync(book));

        var shown = await Host.Client.ShowReviewAsync(new() { ReviewId = review.ReviewId }, Host.Operator);
        Assert.Equal((false, "", "Better now"), (shown.Hidden, shown.HiddenReason, shown.Text));
        Assert.Equal("Better now", Assert.Single(await Host.ListAsync(book)).Text);
    }

    [Fact]
    public async Task A_review_is_removed_by_its_author_and_by_operators_and_by_nobody_else()
    {
        var (book, emma, ida) = (fixture.NewBook(), Host.Customer("Emma"), Host.Customer("Ida"));
        var (first, second) = (await Host.PutAsync(emma, book, 1), await Host.PutAsync(ida, book, 2));

        Assert.Equal(NotAllowed, await ReviewsHost.RefusalAsync(() => DeleteAsync(first, ida)));
        Assert.Equal(NotAllowed, await ReviewsHost.RefusalAsync(() => DeleteAsync(first, Host.Tokens.Service())));
        await DeleteAsync(first, emma);
        await DeleteAsync(second, Host.Operator);

        Assert.Empty(await Host.ListAsync(book));
        Assert.Equal((StatusCode.NotFound, "REVIEW_NOT_FOUND"), await ReviewsHost.RefusalAsync(() => DeleteAsync(first, emma)));
    }

    [Fact]
    public async Task A_hidden_review_is_not_there_for_others_and_its_author_cannot_begin_anew()
    {
        var (book, emma) = (fixture.NewBook(), Host.Customer("Emma"));
        var review = await Host.PutAsync(emma, book, 1);
        await Host.HideAsync(review.ReviewId);

        Assert.Equal((StatusCode.NotFound, "REVIEW_NOT_FOUND"), await ReviewsHost.RefusalAsync(() => DeleteAsync(review, Host.Customer("Ida"))));
        Assert.Equal((StatusCode.FailedPrecondition, "REVIEW_HIDDEN"), await ReviewsHost.RefusalAsync(() => DeleteAsync(review, emma)));
        await DeleteAsync(review, Host.Operator);

        Assert.Equal(
            (StatusCode.NotFound, "REVIEW_NOT_FOUND"), await ReviewsHost.RefusalAsync(async () => await Host.Client.GetMyReviewAsync(new() { BookId = book }, emma)));
    }

    [Fact]
    public async Task Guests_and_services_have_no_reviews()
    {
        foreach (var caller in new[] { Host.Tokens.Service(), Host.Tokens.Service(Guid.CreateVersion7()) })
        {
            Assert.Equal(NotAllowed, await ReviewsHost.RefusalAsync(() => Host.PutAsync(caller, fixture.NewBook(), 5)));
            Assert.Equal(
                (StatusCode.NotFound, "REVIEW_NOT_FOUND"),
                await ReviewsHost.RefusalAsync(async () => await Host.Client.GetMyReviewAsync(new() { BookId = fixture.NewBook() }, caller)));
        }

        Assert.Equal((StatusCode.Unauthenticated, "NOT_SIGNED_IN"), await ReviewsHost.RefusalAsync(() => Host.PutAsync([], fixture.NewBook(), 5)));
    }

    private async Task DeleteAsync(Review review, Metadata caller) => await Host.Client.DeleteReviewAsync(new() { ReviewId = review.ReviewId }, caller);
}
