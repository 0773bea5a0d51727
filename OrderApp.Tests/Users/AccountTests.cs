using System.Text.Json;
using Grpc.Core;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Users;

public sealed class AccountTests(PostgresServer postgres)
{
    [Fact]
    public async Task Name_and_language_change_and_what_is_not_given_stays()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var (headers, _, before) = await host.JoinAsync("ada@example.com");

        await host.Client.UpdateAccountAsync(new() { Name = "Countess" }, headers);
        var after = await host.Client.UpdateAccountAsync(new() { AccountId = before.AccountId, Language = "ru" }, headers);

        before.Name = "Countess";
        before.Language = "ru";
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task Nobody_but_its_owner_operators_and_where_it_says_so_services_gets_at_an_account()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var (owner, _, account) = await host.JoinAsync("ada@example.com");
        var (stranger, _, _) = await host.JoinAsync("eve@example.com");
        var (admin, _, _) = await host.EnterAsync(AccountsHost.OperatorEmail);
        var service = await host.ServiceHeadersAsync();
        var id = account.AccountId;
        var unknown = Guid.CreateVersion7().ToString();
        const StatusCode Yes = StatusCode.OK, No = StatusCode.PermissionDenied, Who = StatusCode.Unauthenticated, None = StatusCode.NotFound;

        (string Name, Func<Metadata, Task> Call, StatusCode[] Expected)[] matrix =
        [
            ("GetAccount", headers => host.Client.GetAccountAsync(new() { AccountId = id }, headers).ResponseAsync, [Who, Yes, No, Yes, Yes]),
            ("GetAccount, unknown", headers => host.Client.GetAccountAsync(new() { AccountId = unknown }, headers).ResponseAsync, [Who, No, No, None, None]),
            ("UpdateAccount", headers => host.Client.UpdateAccountAsync(new() { AccountId = id }, headers).ResponseAsync, [Who, Yes, No, Yes, No]),
            ("ExportAccount", headers => host.Client.ExportAccountAsync(new() { AccountId = id }, headers).ResponseAsync, [Who, Yes, No, Yes, No]),
            ("ListAccounts", headers => host.Client.ListAccountsAsync(new(), headers).ResponseAsync, [Who, No, No, Yes, No]),
            ("ListDeletedAccounts", headers => host.Client.ListDeletedAccountsAsync(new(), headers).ResponseAsync, [Who, No, No, No, Yes]),
            ("DeleteAccount, unknown", headers => host.Client.DeleteAccountAsync(new() { AccountId = unknown }, headers).ResponseAsync, [Who, No, No, None, No]),
        ];

        foreach (var (name, call, expected) in matrix)
        {
            var answers = new List<StatusCode>();
            foreach (var headers in new[] { [], owner, stranger, admin, service })
                answers.Add(await CodeAsync(() => call(headers)));
            Assert.Equal((name, string.Join(' ', expected)), (name, string.Join(' ', answers)));
        }

        static async Task<StatusCode> CodeAsync(Func<Task> call)
        {
            try
            {
                await call();
                return StatusCode.OK;
            }
            catch (RpcException refusal)
            {
                return refusal.StatusCode;
            }
        }
    }

    [Fact]
    public async Task Everything_that_is_known_can_be_downloaded_and_no_secret_is_in_it()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var (headers, tokens, account) = await host.JoinAsync("ada@example.com");

        var json = (await host.Client.ExportAccountAsync(new(), headers)).Json;

        var document = JsonDocument.Parse(json).RootElement;
        Assert.Equal(("ada@example.com", account.AccountId), (document.GetProperty("email").GetString(), document.GetProperty("account_id").GetString()));
        Assert.Equal(1, document.GetProperty("sessions").GetArrayLength());
        Assert.DoesNotContain(await host.ScalarAsync<string>("SELECT password_hash FROM accounts WHERE email = 'ada@example.com'"), json, StringComparison.Ordinal);
        Assert.DoesNotContain(tokens.RefreshToken, json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_are_listed_newest_first_and_pages_are_only_their_readers()
    {
        await using var host = await AccountsHost.StartAsync(postgres, ("Accounts:Clients:tool:Secret", "a secret of the tool"), ("Accounts:Clients:tool:Roles:0", "operator"));
        for (var number = 0; number < 5; number++)
            await host.RegisterAsync($"reader{number}@example.com");
        var (admin, _, _) = await host.EnterAsync(AccountsHost.OperatorEmail);
        var other = AccountsHost.Bearer((await host.TokenAsync(
            ("grant_type", "client_credentials"), ("client_id", "tool"), ("client_secret", "a secret of the tool"))).GetProperty("access_token").GetString()!);

        var first = await host.Client.ListAccountsAsync(new() { PageSize = 4 }, admin);
        var second = await host.Client.ListAccountsAsync(new() { PageSize = 4, PageToken = first.NextPageToken }, admin);

        Assert.Equal(
            ["reader4@example.com", "reader3@example.com", "reader2@example.com", "reader1@example.com", "reader0@example.com", AccountsHost.OperatorEmail],
            first.Accounts.Concat(second.Accounts).Select(account => account.Email));
        Assert.Equal("", second.NextPageToken);
        foreach (var (token, headers) in new[] { (first.NextPageToken, other), (first.NextPageToken[..^1], admin), ("!", admin) })
        {
            var status = await Refusal.OfAsync(host.Client.ListAccountsAsync(new() { PageToken = token }, headers));
            Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
            Assert.StartsWith("page_token: ", status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_deleted_account_leaves_nothing_of_its_person_and_services_learn_of_it()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var (headers, tokens, account) = await host.JoinAsync("ada@example.com");
        var service = await host.ServiceHeadersAsync();

        var wrong = await Refusal.OfAsync(host.Client.DeleteAccountAsync(new() { Password = "not this one" }, headers));
        await host.Client.DeleteAccountAsync(new() { Password = AccountsHost.Password }, headers);
        await host.Mail.FindAsync("ada@example.com", "Your account is deleted");
        await Eventually.TrueAsync(async () => await host.ScalarAsync<long>("SELECT count(*) FROM mails") == 0, "the mail is sent");

        Assert.StartsWith("password: ", wrong.Detail, StringComparison.Ordinal);
        Assert.Equal(StatusCode.NotFound, (await Refusal.OfAsync(host.Client.GetAccountAsync(new(), headers))).StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, (await Refusal.OfAsync(() => host.SignInAsync("ada@example.com"))).StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, (await Refusal.OfAsync(host.Client.RefreshTokensAsync(new() { RefreshToken = tokens.RefreshToken }))).StatusCode);
        Assert.Equal(0, await host.ScalarAsync<long>($"SELECT count(*) FROM \"OpenIddictTokens\" WHERE \"Subject\" = '{account.AccountId}'"));
        var deleted = Assert.Single((await host.Client.ListDeletedAccountsAsync(new(), service)).Accounts);
        Assert.Equal(account.AccountId, deleted.AccountId);
        Assert.Empty((await host.Client.ListDeletedAccountsAsync(new() { AfterSequence = deleted.Sequence }, service)).Accounts);
        await host.JoinAsync("ada@example.com");
    }
}
