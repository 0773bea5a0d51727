using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Protos;
using OrderApp.Reviewing.Storage;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Reviewing;

/// <summary>Writing, changing and reading reviews.</summary>
public sealed class PutReviewTests(ReviewsFixture fixture) : IClassFixture<ReviewsFixture>
{
    private ReviewsHost Host => fixture.Host;

    [Fact]
    public async Task The_migrated_tables_are_those_of_the_model()
    {
        await using var context = await Host.Services.GetRequiredService<IDbContextFactory<ReviewDbContext>>().CreateDbContextAsync();

        await MigratedSchema.AssertIsTheModelAsync(context, Host.Database);
    }

    [Fact]
    public async Task A_review_is_read_as_it_was_written_by_everybody_and_by_its_author()
    {
        var (book, emma) = (fixture.NewBook(), Host.Customer("Emma"));

        var written = await Host.PutAsync(emma, book, 4, "Two lines:\r\nthis is the other. 'Quotes' and <b>markup</b> stay.");

        Assert.Equal(7, Guid.Parse(written.ReviewId).Version);
        Assert.Equal((book, "Emma", 4, false, false), (written.BookId, written.AuthorName, written.Rating, written.VerifiedPurchase, written.Hidden));
        Assert.Equal("Two lines:\nthis is the other. 'Quotes' and <b>markup</b> stay.", written.Text);
        Assert.Equal(written.CreateTime, written.UpdateTime);
        Assert.Equal(written, Assert.Single(await Host.ListAsync(book)));
        Assert.Equal(written, await Host.Client.GetMyReviewAsync(new() { BookId = book }, emma));
    }

    [Fact]
    public async Task Writing_again_changes_the_one_review_and_the_same_again_leaves_it_as_it_was()
    {
        var (book, account) = (fixture.NewBook(), Guid.CreateVersion7());
        var first = await Host.PutAsync(Host.Customer("Emma", account), book, 2, "Dull");

        var second = await Host.PutAsync(Host.Customer("Emma W.", account), book, 5, "");
        var third = await Host.PutAsync(Host.Customer("Emma W.", account), book, 5, "");

        Assert.Equal((first.ReviewId, first.CreateTime, "Emma W.", 5, ""), (second.ReviewId, second.CreateTime, second.AuthorName, second.Rating, second.Text));
        Assert.True(second.UpdateTime > first.UpdateTime);
        Assert.Equal(second, third);
        Assert.Equal(second, Assert.Single(await Host.ListAsync(book)));
    }

    [Fact]
    public async Task Who_has_no_name_is_a_reader()
    {
        var review = await Host.PutAsync(Host.Tokens.Customer(Guid.CreateVersion7()), fixture.NewBook(), 3);

        Assert.Equal("Reader", review.AuthorName);
    }

    [Fact]
    public async Task A_walk_shows_each_review_once_newest_first_though_others_come_and_change_meanwhile()
    {
        var book = fixture.NewBook();
        var customers = Enumerable.Range(0, 25).Select(number => Host.Customer($"Customer {number}")).ToList();
        foreach (var customer in customers)
            await Host.PutAsync(customer, book, 3);
        var before = (await Host.ListAsync(book)).Select(review => review.ReviewId).ToList();
        Assert.Equal(20, before.Count);

        var walked = new List<Review>();
        var request = new ListReviewsRequest { BookId = book, PageSize = 4 };
        do
        {
            var page = await Host.Client.ListReviewsAsync(request);
            walked.AddRange(page.Reviews);
            request.PageToken = page.NextPageToken;
            await Host.PutAsync(customers[walked.Count - 1], book, 5, "changed");
            await Host.PutAsync(Host.Customer("Late"), book, 1);
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(customers.Count, walked.Select(review => review.AuthorName).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(number => $"Customer {number}"), walked.Select(review => review.AuthorName));
    }

    [Fact]
    public async Task A_page_token_is_good_for_its_own_list_only()
    {
        var (book, other) = (fixture.NewBook(), fixture.NewBook());
        await Host.PutAsync(Host.Customer(), book, 3);
        await Host.PutAsync(Host.Customer(), book, 3);
        var token = (await Host.Client.ListReviewsAsync(new() { BookId = book, PageSize = 1 })).NextPageToken;

        var refusals = new[]
        {
            new ListReviewsRequest { BookId = other, PageToken = token }, new() { BookId = book, PageToken = token + "A" },
            new() { BookId = book, PageToken = token, ShowHidden = true },
        };

        foreach (var request in refusals)
            Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELD"), await ReviewsHost.RefusalAsync(async () => await Host.Client.ListReviewsAsync(request, Host.Operator)));
    }

    [Fact]
    public async Task Operators_list_the_reviews_of_all_books_with_their_authors()
    {
        var account = Guid.CreateVersion7();
        var review = await Host.PutAsync(Host.Customer("Emma", account), fixture.NewBook(), 3);

        var all = await Host.ListAsync(0, Host.Operator);

        Assert.Equal($"{account}", all.Single(listed => listed.ReviewId == review.ReviewId).CustomerId);
        Assert.Empty((await Host.ListAsync(review.BookId))[0].CustomerId);
    }
}
