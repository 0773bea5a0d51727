using System.Text.Json;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using OrderApp.Users.Keys;
using OrderApp.Users.Storage;

namespace OrderApp.Tests.Users;

public sealed class KeyTests(PostgresServer postgres)
{
    [Fact]
    public async Task Replicas_that_start_at_once_and_a_restart_share_keys_clients_and_the_operator()
    {
        var connection = await postgres.CreateDatabaseAsync("users");
        await using var mail = new SmtpSink();
        var replicas = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AccountsHost.StartOnAsync(connection, mail, null)));
        var (headers, tokens, account) = await replicas[0].EnterAsync(AccountsHost.OperatorEmail);

        Assert.Equal(account, await replicas[1].Client.GetAccountAsync(new(), headers));
        var renewed = await replicas[2].Client.RefreshTokensAsync(new() { RefreshToken = tokens.RefreshToken });
        await replicas[1].ServiceHeadersAsync();
        Assert.Equal(2, await replicas[0].ScalarAsync<long>("SELECT count(*) FROM server_keys"));
        Assert.Equal(1, await replicas[0].ScalarAsync<long>("SELECT count(*) FROM data_protection_keys"));
        Assert.Equal(1, await replicas[0].ScalarAsync<long>("SELECT count(*) FROM accounts"));
        foreach (var replica in replicas)
            await replica.DisposeAsync();

        await using var later = await AccountsHost.StartOnAsync(connection, mail, null);
        Assert.Equal(account, await later.Client.GetAccountAsync(new(), headers));
        await later.Client.RefreshTokensAsync(new() { RefreshToken = renewed.RefreshToken });
    }

    [Fact]
    public async Task A_replaced_key_is_shown_before_it_signs_and_verifies_until_its_tokens_have_expired()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var (old, tokens, _) = await host.JoinAsync("ada@example.com");
        var first = Kid(tokens);

        await AgeAsync(host, 91);
        var (_, during, _) = await host.EnterAsync("ada@example.com");
        var shown = (await PublishedAsync(host)).Single(kid => kid != first);
        await ExecuteAsync(host, $"UPDATE server_keys SET create_time = create_time - interval '2 hours' WHERE id = '{shown}'");
        await ReadAsync(host);
        var (_, after, _) = await host.EnterAsync("ada@example.com");

        Assert.Equal((first, shown), (Kid(during), Kid(after)));
        await host.Client.GetAccountAsync(new(), old);
        await host.Client.RefreshTokensAsync(new() { RefreshToken = tokens.RefreshToken });

        await AgeAsync(host, 16);
        Assert.DoesNotContain(first, await PublishedAsync(host));
    }

    [Fact]
    public async Task No_private_key_stands_readable_in_the_database()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        await using var context = await host.Service.Services.GetRequiredService<IDbContextFactory<UserDbContext>>().CreateDbContextAsync();

        // 0x30 0x82: how a PKCS#8 document begins; 0x09F0C9F0: how data protection's do.
        Assert.All(await context.ServerKeys.ToListAsync(), key => Assert.Equal([0x09, 0xF0, 0xC9, 0xF0], key.ProtectedKey[..4]));
    }

    [Fact]
    public async Task The_operator_keeps_his_password_whatever_the_settings_say_later()
    {
        var connection = await postgres.CreateDatabaseAsync("users");
        await using (var host = await AccountsHost.StartOnAsync(connection, null, null, ("Accounts:Operator:Password", "")))
        {
            Assert.Equal(0, await host.ScalarAsync<long>("SELECT count(*) FROM accounts"));
            await host.RegisterAsync(AccountsHost.OperatorEmail, "chosen by himself");
        }

        await using var later = await AccountsHost.StartOnAsync(connection, null, null);
        var (_, _, account) = await later.EnterAsync(AccountsHost.OperatorEmail, "chosen by himself");

        Assert.Equal(["customer", "operator"], account.Roles);
        Assert.Equal(StatusCode.Unauthenticated, (await Refusal.OfAsync(() => later.SignInAsync(AccountsHost.OperatorEmail))).StatusCode);
    }

    [Fact]
    public async Task A_client_that_the_settings_no_longer_name_is_refused()
    {
        var connection = await postgres.CreateDatabaseAsync("users");
        (string, string)[] form = [("grant_type", "client_credentials"), ("client_id", "former"), ("client_secret", "a former secret")];
        await using (var host = await AccountsHost.StartOnAsync(connection, null, null, ("Accounts:Clients:former:Secret", "a former secret")))
            Assert.True((await host.TokenAsync(form)).TryGetProperty("access_token", out _));

        await using var later = await AccountsHost.StartOnAsync(connection, null, null);

        Assert.Equal("invalid_client", (await later.TokenAsync(form)).GetProperty("error").GetString());
    }

    private static string Kid(Tokens tokens) => new JsonWebToken(tokens.AccessToken).Kid;

    private static async Task<List<string>> PublishedAsync(AccountsHost host)
    {
        var document = JsonDocument.Parse(await host.Service.Http.GetStringAsync(new Uri("/.well-known/jwks", UriKind.Relative)));
        return [.. document.RootElement.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }

    private static async Task AgeAsync(AccountsHost host, int days)
    {
        await ExecuteAsync(host, $"UPDATE server_keys SET create_time = create_time - interval '{days} days'");
        await ReadAsync(host);
    }

    private static async Task ReadAsync(AccountsHost host)
    {
        await using var held = await host.Service.Services.GetRequiredService<DatabaseLock>().TakeAsync(TestContext.Current.CancellationToken);
        await using var context = await host.Service.Services.GetRequiredService<IDbContextFactory<UserDbContext>>().CreateDbContextAsync();
        await host.Service.Services.GetRequiredService<ServerKeys>().ReadAsync(context, TestContext.Current.CancellationToken);
    }

    private static async Task ExecuteAsync(AccountsHost host, string sql)
    {
        await using var command = host.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
