using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.WholeApp;

/// <summary>Accounts in the shop as its AppHost starts it: the first operator, services with names of their own, and mails.</summary>
public sealed class AccountTests
{
    [Fact]
    public async Task A_mail_to_a_new_customer_arrives_at_the_mail_server_that_the_shop_brings()
    {
        await using var shop = await RunningShop.OpenAsync(withMails: true);
        using var channel = shop.CreateChannel();
        await new Accounts.AccountsClient(channel).RegisterAsync(
            new() { Email = "ada@example.com", Password = "correct horse battery", Name = "Ada", Language = "ru" },
            cancellationToken: TestContext.Current.CancellationToken);
        using var mails = new HttpClient { BaseAddress = shop.Mails };

        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    var inbox = await mails.GetFromJsonAsync<JsonElement>(new Uri("/api/messages", UriKind.Relative), TestContext.Current.CancellationToken);
                    return inbox.GetProperty("results").EnumerateArray().Any(mail =>
                        mail.GetProperty("deliveredTo").GetString() == "ada@example.com" && mail.GetProperty("subject").GetString() == "Подтвердите адрес");
                }
                catch (HttpRequestException)
                {
                    return false; // it starts after the shop
                }
            },
            "the mail is there", TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task The_first_operator_signs_in_and_the_services_know_him_and_each_other()
    {
        await using var shop = await RunningShop.OpenAsync();
        using var channel = shop.CreateChannel();
        var tokens = await new Accounts.AccountsClient(channel).SignInAsync(
            new() { Email = "operator@localhost", Password = RunningShop.OperatorPassword }, cancellationToken: TestContext.Current.CancellationToken);

        using var import = new Catalogue.CatalogueClient(channel).ImportBooks(ShopAccounts.Bearer(tokens.AccessToken), cancellationToken: TestContext.Current.CancellationToken);
        await import.RequestStream.WriteAsync(
            new() { Source = "test", SourceId = "1", Book = new() { Title = "Known soon", RatingsCount = 1, AverageRating = 5, Category = BookCategory.Mystery } },
            TestContext.Current.CancellationToken);
        await import.RequestStream.CompleteAsync();
        Assert.Equal(1, (await import).Created);

        // Recommendations reads the catalogue and the orders in its own name.
        await using var known = NpgsqlDataSource.Create(await shop.ConnectionStringAsync("recommenddb") + ";Pooling=false");
        await Eventually.TrueAsync(
            async () =>
            {
                await using var find = known.CreateCommand("SELECT count(*) FROM books WHERE title = 'Known soon'");
                return await find.ExecuteScalarAsync() is 1L;
            },
            "Recommendations knows the new book", TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_first_operators_password_is_made_up_shown_once_and_kept()
    {
        var folder = Directory.CreateTempSubdirectory("orderapp-operator-").FullName;
        try
        {
            await using (var first = await AppHostProcess.OpenAsync(folder))
            {
                var line = Assert.Single(first.Output, line => line.Contains("operator@localhost", StringComparison.Ordinal));
                var password = await File.ReadAllTextAsync(Path.Combine(folder, "operator-password"), TestContext.Current.CancellationToken);
                Assert.Contains($"password {password} ", line, StringComparison.Ordinal);
                await first.PressCtrlCAsync();
                await first.WaitForExitAsync(TimeSpan.FromMinutes(1));
            }

            await using var second = await AppHostProcess.OpenAsync(folder);
            Assert.DoesNotContain(second.Output, line => line.Contains("operator@localhost", StringComparison.Ordinal));
            await second.PressCtrlCAsync();
            await second.WaitForExitAsync(TimeSpan.FromMinutes(1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
