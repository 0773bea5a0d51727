using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderApp.Tests.Support;
using OrderApp.Users.Storage;

namespace OrderApp.Tests.Users;

public sealed class MailTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_mail_has_text_and_html_in_the_persons_language_and_nothing_that_a_caller_chose()
    {
        await using var host = await AccountsHost.StartAsync(postgres);

        await host.RegisterAsync("ada@example.com", name: "Buy at http://evil.example", language: "ru");
        var mail = await host.Mail.FindAsync("ada@example.com", "Подтвердите адрес");

        Assert.Contains($"{AccountsHost.Issuer}account/confirm-email?token=", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"href=\"{AccountsHost.Issuer}account/confirm-email?token=", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("lang=\"ru\"", mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", mail.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_mail_server_is_away_accounts_work_and_the_mail_comes_later()
    {
        var connection = await postgres.CreateDatabaseAsync("users");
        var port = OrderApp.LocalPostgres.FreePort.Find();
        await using (var host = await AccountsHost.StartOnAsync(connection, null, null, ("Mail:Smtp:Port", $"{port}")))
        {
            await host.JoinAsync("ada@example.com");
            // Who takes a mail has two minutes; that it could not be sent brings the next try nearer.
            const string Failed = "SELECT count(*) FROM mails WHERE tries > 0 AND next_try < now() + interval '1 minute'";
            await Eventually.TrueAsync(async () => await host.ScalarAsync<long>(Failed) == 1, "it was tried in vain");
        }

        await using var later = await AccountsHost.StartOnAsync(connection, null, null);
        await later.Mail.FindAsync("ada@example.com", "Confirm your address");
    }

    [Fact]
    public async Task A_mail_that_is_refused_or_whose_answer_is_lost_comes_again_with_the_same_id()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        host.Mail.Refuse(1);
        host.Mail.IsBreakingOff = true;

        await host.RegisterAsync("ada@example.com");
        await host.Mail.FindAsync("ada@example.com", "Confirm your address");
        host.Mail.IsBreakingOff = false;
        await Eventually.TrueAsync(async () => await host.ScalarAsync<long>("SELECT count(*) FROM mails") == 0, "it is sent");

        Assert.True(host.Mail.Mails.Count > 1);
        Assert.Single(host.Mail.Mails.Select(mail => mail.MessageId).Distinct());
    }

    [Fact]
    public async Task No_password_token_or_address_is_logged()
    {
        using var log = new ComplaintLog();
        await using var host = await AccountsHost.StartOnAsync(
            await postgres.CreateDatabaseAsync("users"), null, services => services.AddLogging(logging =>
            {
                logging.AddProvider(log);
                logging.AddFilter<ComplaintLog>(null, LogLevel.Information);
            }));
        List<string> secrets = ["ada@example.com", "ADA@EXAMPLE.COM", AccountsHost.Password, "not this one", "a secret of the service"];
        secrets.ForEach(log.Forbid);

        var (headers, tokens, _) = await host.JoinAsync("ada@example.com");
        secrets.AddRange([tokens.RefreshToken, tokens.AccessToken]);
        secrets.ForEach(log.Forbid);
        await Refusal.OfAsync(() => host.SignInAsync("ada@example.com", "not this one"));
        await host.Client.RefreshTokensAsync(new() { RefreshToken = tokens.RefreshToken });
        await host.ServiceHeadersAsync();
        host.Mail.Refuse(1);
        await host.Client.RequestPasswordResetAsync(new() { Email = "ada@example.com" });
        await host.Mail.FindAsync("ada@example.com", "A new password");
        await host.RegisterAsync("ada@example.com");
        await host.Client.DeleteAccountAsync(new() { Password = AccountsHost.Password }, headers);

        Assert.DoesNotContain(log.Complaints, line => line.StartsWith("a secret in", StringComparison.Ordinal) || secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_migrated_tables_are_those_of_the_model()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        await using var context = await host.Service.Services.GetRequiredService<IDbContextFactory<UserDbContext>>().CreateDbContextAsync();

        await MigratedSchema.AssertIsTheModelAsync(context, host.Database);
    }

    [Fact]
    public async Task The_greeting_and_health_answer_while_the_database_is_away_and_accounts_say_so()
    {
        var port = OrderApp.LocalPostgres.FreePort.Find();
        await using var service = TestService<OrderApp.Users.Preparation>.Start(
            null, ("ConnectionStrings:userdb", $"Host=127.0.0.1;Port={port};Username=nobody;Database=userdb"), ("Mail:Smtp:Host", "127.0.0.1"));

        var greeting = await new Protos.UserService.UserServiceClient(service.Channel).GetUserAsync(new() { Username = "Ada" });
        var accounts = new Protos.Accounts.AccountsClient(service.Channel);
        var signIn = await Refusal.OfAsync(accounts.SignInAsync(new() { Email = "ada@example.com", Password = AccountsHost.Password }));
        var register = await Refusal.OfAsync(accounts.RegisterAsync(new() { Email = "ada@example.com", Password = AccountsHost.Password, Name = "Ada" }));
        using var health = await service.Http.GetAsync(new Uri("/health", UriKind.Relative));
        using var keys = await service.Http.GetAsync(new Uri("/.well-known/jwks", UriKind.Relative));

        Assert.Equal("Привет, Ada!", greeting.Message);
        Assert.Equal((Grpc.Core.StatusCode.Unavailable, Grpc.Core.StatusCode.Unavailable), (signIn.StatusCode, register.StatusCode));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (health.StatusCode, keys.StatusCode));
    }
}
