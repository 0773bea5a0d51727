using OrderApp.Protos;
using OrderApp.Tests.Orders.Access;
using OrderApp.Tests.Recommending;
using OrderApp.Tests.Support;
using static OrderApp.Protos.Order.Types;

namespace OrderApp.Tests.Reviewing;

/// <summary>Who deletes his account leaves his reviews and their ratings, and nothing of his person.</summary>
public sealed class DeletedAuthorTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_deleted_authors_reviews_stay_with_what_they_are_worth_and_the_author_stands_nowhere()
    {
        await using var accounts = await FakeAccounts.StartAsync();
        await using var orders = await new FakeOrderService().StartAsync();
        await using var host = await ReviewsHost.StartAsync(
            postgres, settings: [accounts.Setting, orders.Setting, ("Reviews:DeletedAccountsInterval", "00:00:00.1")]);
        var (emma, ida) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        orders.Create(new()
        {
            Uuid = $"{Guid.CreateVersion7()}", CustomerId = $"{emma}", State = State.Paid, Lines = { new OrderLine { BookId = 7, Quantity = 1 } },
        });
        await Eventually.TrueAsync(async () => await host.ScalarAsync<long>("SELECT count(*) FROM purchases") == 1, "the purchase is known");
        var review = await host.PutAsync(host.Customer("Emma Woodhouse", emma), 7, 5, "Good", "key");
        await host.PutAsync(host.Customer("Emma Woodhouse", emma), 8, 1);
        await host.PutAsync(host.Customer("Ida", ida), 7, 4);

        accounts.Delete(emma);
        await accounts.DealtWithAsync();

        var left = (await host.ListAsync(7, host.Operator)).Single(listed => listed.ReviewId == review.ReviewId);
        Assert.Equal(("", "", "Good", 5, true), (left.AuthorName, left.CustomerId, left.Text, left.Rating, left.VerifiedPurchase));
        Assert.Equal("", Assert.Single(await host.ListAsync(8)).AuthorName);
        Assert.Equal("Ida", (await host.ListAsync(7))[0].AuthorName);
        Assert.Equal([0, 0, 0, 1, 1], (await host.RatingsAsync(7)).Histogram);
        Assert.Equal(0, await host.ScalarAsync<long>(
            $"SELECT (SELECT count(*) FROM reviews WHERE reviews::text ~ '{emma}|Woodhouse') + (SELECT count(*) FROM purchases) + (SELECT count(*) FROM requests)"));
    }

    [Fact]
    public async Task What_is_written_with_a_token_from_before_is_struck_out_too()
    {
        await using var accounts = await FakeAccounts.StartAsync();
        await using var host = await ReviewsHost.StartAsync(postgres, settings: [accounts.Setting, ("Reviews:DeletedAccountsInterval", "00:00:00.1")]);
        var emma = Guid.CreateVersion7();
        accounts.Delete(emma);
        await accounts.DealtWithAsync();

        await host.PutAsync(host.Customer("Emma", emma), 7, 5);

        await Eventually.TrueAsync(async () => (await host.ListAsync(7))[0].AuthorName.Length == 0, "the author is struck out");
    }

    [Fact]
    public async Task What_was_struck_out_for_good_is_not_asked_for_again()
    {
        await using var accounts = await FakeAccounts.StartAsync();
        accounts.Delete(Guid.CreateVersion7(), ago: TimeSpan.FromHours(3));
        accounts.Delete(Guid.CreateVersion7(), ago: TimeSpan.FromHours(2));
        accounts.Delete(Guid.CreateVersion7());
        await using var host = await ReviewsHost.StartAsync(postgres, settings: [accounts.Setting, ("Reviews:DeletedAccountsInterval", "00:00:00.1")]);

        await Eventually.TrueAsync(async () => await host.ScalarAsync<long>("SELECT deleted_accounts_sequence FROM followed") == 20, "two are settled");
        await accounts.DealtWithAsync();

        Assert.Equal(20, accounts.Asked.Last(asked => asked.After != 30).After);
    }
}
