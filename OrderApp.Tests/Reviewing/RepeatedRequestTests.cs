using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Reviewing;

/// <summary>The same request_id with the same content is done once and answered alike; with other content it is refused.</summary>
public sealed class RepeatedRequestTests(ReviewsFixture fixture, PostgresServer postgres) : IClassFixture<ReviewsFixture>
{
    private static readonly (StatusCode, string?) Reused = (StatusCode.AlreadyExists, "REQUEST_ID_REUSED");

    private ReviewsHost Host => fixture.Host;

    [Fact]
    public async Task A_review_that_is_sent_again_is_answered_alike_and_undoes_no_later_change()
    {
        var (book, emma) = (fixture.NewBook(), Host.Customer("Emma"));
        var first = new PutReviewRequest { BookId = book, Rating = 1, Text = "Bad", RequestId = "first" };
        var written = await Host.Client.PutReviewAsync(first, emma);
        await Host.PutAsync(emma, book, 5, "Good", "second");

        using var again = Host.Client.PutReviewAsync(first, emma);

        Assert.Equal(written, await again);
        Assert.Equal("true", (await again.ResponseHeadersAsync).GetValue("idempotent-replayed"));
        Assert.Equal("Good", Assert.Single(await Host.ListAsync(book)).Text);
    }

    [Fact]
    public async Task The_same_key_for_anything_else_is_refused_and_another_callers_same_key_is_another()
    {
        var (book, emma) = (fixture.NewBook(), Host.Customer("Emma"));
        var review = await Host.PutAsync(emma, book, 1, "Bad", "key");

        Assert.Equal(Reused, await ReviewsHost.RefusalAsync(() => Host.PutAsync(emma, book, 2, "Bad", "key")));
        Assert.Equal(
            Reused, await ReviewsHost.RefusalAsync(async () => await Host.Client.DeleteReviewAsync(new() { ReviewId = review.ReviewId, RequestId = "key" }, emma)));
        await Host.PutAsync(Host.Customer("Ida"), book, 1, "Bad", "key");
        Assert.Equal(2, (await Host.ListAsync(book)).Count);
    }

    [Fact]
    public async Task A_removal_that_is_sent_again_is_answered_and_removes_no_newer_review()
    {
        var (book, emma) = (fixture.NewBook(), Host.Customer("Emma"));
        var removal = new DeleteReviewRequest { ReviewId = (await Host.PutAsync(emma, book, 1)).ReviewId, RequestId = "removal" };
        await Host.Client.DeleteReviewAsync(removal, emma);
        await Host.PutAsync(emma, book, 2);

        using var again = Host.Client.DeleteReviewAsync(removal, emma);
        await again;

        Assert.Equal("true", (await again.ResponseHeadersAsync).GetValue("idempotent-replayed"));
        Assert.Single(await Host.ListAsync(book));
    }

    [Fact]
    public async Task Hiding_that_is_sent_again_after_showing_hides_nothing()
    {
        var book = fixture.NewBook();
        var review = await Host.PutAsync(Host.Customer(), book, 1);
        var hidden = await Host.HideAsync(review.ReviewId, "spam", $"hide-{book}");
        await Host.Client.ShowReviewAsync(new() { ReviewId = review.ReviewId }, Host.Operator);

        Assert.Equal(hidden, await Host.HideAsync(review.ReviewId, "spam", $"hide-{book}"));
        Assert.Single(await Host.ListAsync(book));
    }

    [Fact]
    public async Task A_refused_request_uses_no_key_up()
    {
        var emma = Host.Customer("Emma");
        var id = $"{Guid.CreateVersion7()}";
        Assert.Equal(StatusCode.NotFound, (await ReviewsHost.RefusalAsync(async () => await Host.Client.DeleteReviewAsync(new() { ReviewId = id, RequestId = "key" }, emma))).Code);

        Assert.Equal(3, (await Host.PutAsync(emma, fixture.NewBook(), 3, "", "key")).Rating);
    }

    [Fact]
    public async Task Sixty_four_racing_reviews_with_one_request_id_are_answered_alike()
    {
        var (book, emma) = (fixture.NewBook(), Host.Customer("Emma"));
        var request = new PutReviewRequest { BookId = book, Rating = 4, RequestId = "race" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ => await Host.Client.PutReviewAsync(request, emma)));

        Assert.Single(answers.Distinct());
        Assert.Equal(1, (await Host.RatingsAsync(book)).Count);
    }

    [Fact]
    public async Task Keys_are_forgotten_when_they_are_older_than_the_retention()
    {
        await using var host = await ReviewsHost.StartAsync(postgres, settings: ("Reviews:PruneInterval", "00:00:00.1"));
        var emma = host.Customer("Emma");
        await host.PutAsync(emma, 1, 1, "", "old");
        await host.PutAsync(emma, 1, 2, "", "new");
        await using var age = host.Database.CreateCommand("UPDATE requests SET stored_time = now() - interval '25 hours' WHERE request_id = 'old'");
        await age.ExecuteNonQueryAsync();

        await Eventually.TrueAsync(async () => await host.ScalarAsync<long>("SELECT count(*) FROM requests") == 1, "the old key is removed");

        Assert.Equal("new", await host.ScalarAsync<string>("SELECT request_id FROM requests"));
    }
}
