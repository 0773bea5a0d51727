using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Reviewing;

/// <summary>Bad input is refused by the name of its field; what lies on the border is taken.</summary>
public sealed class ReviewInputTests(ReviewsFixture fixture) : IClassFixture<ReviewsFixture>
{
    private static readonly string Id = $"{Guid.CreateVersion7()}";

    private static readonly (string Field, IMessage Request)[] Bad =
    [
        ("book_id", new PutReviewRequest { Rating = 1 }),
        ("book_id", new PutReviewRequest { BookId = -1, Rating = 1 }),
        ("rating", new PutReviewRequest { BookId = 1 }),
        ("rating", new PutReviewRequest { BookId = 1, Rating = 6 }),
        ("rating", new PutReviewRequest { BookId = 1, Rating = -1 }),
        ("rating", new PutReviewRequest { BookId = 1, Rating = 65537 }),
        ("text", new PutReviewRequest { BookId = 1, Rating = 1, Text = new('x', 5001) }),
        ("text", new PutReviewRequest { BookId = 1, Rating = 1, Text = "a\0b" }),
        ("text", new PutReviewRequest { BookId = 1, Rating = 1, Text = "a\tb" }),
        ("text", new PutReviewRequest { BookId = 1, Rating = 1, Text = "a\u0085b\u0001" }),
        ("request_id", new PutReviewRequest { BookId = 1, Rating = 1, RequestId = new('x', 256) }),
        ("request_id", new PutReviewRequest { BookId = 1, Rating = 1, RequestId = "a\nb" }),
        ("book_id", new GetMyReviewRequest()),
        ("book_id", new ListReviewsRequest { BookId = -1 }),
        ("page_size", new ListReviewsRequest { BookId = 1, PageSize = -1 }),
        ("page_token", new ListReviewsRequest { BookId = 1, PageToken = "x" }),
        ("book_ids", new GetRatingsRequest { BookIds = { 0 } }),
        ("book_ids", new GetRatingsRequest { BookIds = { 1, 2, 1 } }),
        ("book_ids", new GetRatingsRequest { BookIds = { Enumerable.Range(1, 1001) } }),
        ("review_id", new DeleteReviewRequest()),
        ("review_id", new DeleteReviewRequest { ReviewId = "7" }),
        ("review_id", new HideReviewRequest { ReviewId = Id + "0", Reason = "spam" }),
        ("reason", new HideReviewRequest { ReviewId = Id }),
        ("reason", new HideReviewRequest { ReviewId = Id, Reason = " " }),
        ("reason", new HideReviewRequest { ReviewId = Id, Reason = new('x', 201) }),
        ("reason", new HideReviewRequest { ReviewId = Id, Reason = "a\nb" }),
        ("request_id", new HideReviewRequest { ReviewId = Id, Reason = "spam", RequestId = new('x', 256) }),
        ("review_id", new ShowReviewRequest { ReviewId = "{" + Id + "}" }),
    ];

    private ReviewsHost Host => fixture.Host;

    [Fact]
    public async Task Whatever_is_wrong_is_refused_by_the_name_of_its_field_and_changes_nothing()
    {
        var before = await Host.ScalarAsync<long>("SELECT count(*) FROM reviews");
        foreach (var (field, request) in Bad)
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => SendAsync(request));
            Assert.Equal((field, StatusCode.InvalidArgument), (field, error.StatusCode));
            Assert.StartsWith($"{field}: ", error.Status.Detail, StringComparison.Ordinal);
            Assert.Equal(field, error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Single().Field);
        }

        Assert.Equal(before, await Host.ScalarAsync<long>("SELECT count(*) FROM reviews"));
    }

    [Fact]
    public async Task Customers_list_the_reviews_of_a_book_they_name()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => Host.ListAsync(0, Host.Customer()));

        Assert.StartsWith("book_id: ", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lies_on_the_border_is_taken()
    {
        var book = fixture.NewBook();
        // A character beyond the first plane counts once.
        var text = string.Concat(Enumerable.Repeat("📚", 4998)) + "\r\n\n";
        var review = await Host.PutAsync(Host.Customer(), book, 1, text, new('x', 255));

        Assert.Equal(text.Replace("\r", "", StringComparison.Ordinal), review.Text);
        await Host.HideAsync(review.ReviewId, new('x', 200));
        Assert.Equal(1000, (await Host.Client.GetRatingsAsync(new() { BookIds = { Enumerable.Range(1, 1000) } })).Ratings.Count);
        Assert.Single((await Host.Client.ListReviewsAsync(new() { BookId = book, PageSize = int.MaxValue, ShowHidden = true }, Host.Operator)).Reviews);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var refused = (StatusCode.NotFound, (string?)"REVIEW_NOT_FOUND");
        Assert.Equal(refused, await ReviewsHost.RefusalAsync(() => Host.HideAsync(Id)));
        Assert.Equal(refused, await ReviewsHost.RefusalAsync(async () => await Host.Client.ShowReviewAsync(new() { ReviewId = Id }, Host.Operator)));
        Assert.Equal(refused, await ReviewsHost.RefusalAsync(async () => await Host.Client.GetMyReviewAsync(new() { BookId = 1 }, Host.Customer())));
    }

    private Task SendAsync(IMessage request) => request switch
    {
        PutReviewRequest put => Host.Client.PutReviewAsync(put, Host.Customer()).ResponseAsync,
        GetMyReviewRequest own => Host.Client.GetMyReviewAsync(own, Host.Customer()).ResponseAsync,
        ListReviewsRequest list => Host.Client.ListReviewsAsync(list, Host.Operator).ResponseAsync,
        GetRatingsRequest ratings => Host.Client.GetRatingsAsync(ratings).ResponseAsync,
        DeleteReviewRequest delete => Host.Client.DeleteReviewAsync(delete, Host.Customer()).ResponseAsync,
        HideReviewRequest hide => Host.Client.HideReviewAsync(hide, Host.Operator).ResponseAsync,
        _ => Host.Client.ShowReviewAsync((ShowReviewRequest)request, Host.Operator).ResponseAsync,
    };
}
