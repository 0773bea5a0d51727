using Grpc.Core;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Users;

public sealed class PasswordTests(PostgresServer postgres)
{
    private const string Other = "another good one";

    [Fact]
    public async Task A_changed_password_ends_every_session_but_the_one_it_gives()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var (headers, before, _) = await host.JoinAsync("ada@example.com");
        var elsewhere = await host.SignInAsync("ada@example.com");

        var after = await host.Client.ChangePasswordAsync(new() { CurrentPassword = AccountsHost.Password, NewPassword = Other }, headers);

        foreach (var old in new[] { before, elsewhere })
            Assert.Equal(StatusCode.Unauthenticated, (await Refusal.OfAsync(host.Client.RefreshTokensAsync(new() { RefreshToken = old.RefreshToken }))).StatusCode);
        await host.Client.RefreshTokensAsync(new() { RefreshToken = after.RefreshToken });
        await host.SignInAsync("ada@example.com", Other);
        await Refusal.OfAsync(() => host.SignInAsync("ada@example.com"));
    }

    [Theory]
    [InlineData("not this one", Other, "current_password")]
    [InlineData(AccountsHost.Password, "short", "new_password")]
    [InlineData(AccountsHost.Password, "qwertyuiop", "new_password")]
    public async Task A_change_that_cannot_be_is_refused_by_its_field(string current, string chosen, string field)
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var (headers, _, _) = await host.JoinAsync("ada@example.com");

        var status = await Refusal.OfAsync(host.Client.ChangePasswordAsync(new() { CurrentPassword = current, NewPassword = chosen }, headers));

        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.StartsWith($"{field}: ", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_taken_a_session_cannot_guess_the_password_with_it()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var (headers, _, _) = await host.JoinAsync("ada@example.com");

        for (var guess = 0; guess < 5; guess++)
            await Refusal.OfAsync(host.Client.ChangePasswordAsync(new() { CurrentPassword = $"guess {guess}", NewPassword = Other }, headers));

        Assert.Equal(
            StatusCode.ResourceExhausted,
            (await Refusal.OfAsync(host.Client.ChangePasswordAsync(new() { CurrentPassword = AccountsHost.Password, NewPassword = Other }, headers))).StatusCode);
    }

    [Fact]
    public async Task A_reset_by_mail_works_once_unlocks_and_ends_every_session()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var (_, before, _) = await host.JoinAsync("ada@example.com");
        for (var guess = 0; guess < 5; guess++)
            await Refusal.OfAsync(() => host.SignInAsync("ada@example.com", "not this one"));

        await host.Client.RequestPasswordResetAsync(new() { Email = "ada@example.com" });
        var token = await host.Mail.FindTokenAsync("ada@example.com", "A new password");
        var tooEasy = await Refusal.OfAsync(host.Client.ResetPasswordAsync(new() { Token = token, NewPassword = "12345678" }));
        await host.Client.ResetPasswordAsync(new() { Token = token, NewPassword = Other });
        var again = await Refusal.OfAsync(host.Client.ResetPasswordAsync(new() { Token = token, NewPassword = "a third good one" }));
        var (_, _, account) = await host.EnterAsync("ada@example.com", Other);

        Assert.StartsWith("new_password: ", tooEasy.Detail, StringComparison.Ordinal);
        Assert.StartsWith("token: ", again.Detail, StringComparison.Ordinal);
        Assert.True(account.EmailVerified);
        Assert.Equal(StatusCode.Unauthenticated, (await Refusal.OfAsync(host.Client.RefreshTokensAsync(new() { RefreshToken = before.RefreshToken }))).StatusCode);
    }

    [Fact]
    public async Task A_reset_tells_nothing_about_who_has_an_account_and_writes_to_nobody_else()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        await host.RegisterAsync("ada@example.com");

        var unknown = await host.Client.RequestPasswordResetAsync(new() { Email = "nobody@example.com" });
        var known = await host.Client.RequestPasswordResetAsync(new() { Email = "ada@example.com" });
        await host.Mail.FindAsync("ada@example.com", "A new password");
        await Eventually.TrueAsync(async () => await host.ScalarAsync<long>("SELECT count(*) FROM mails") == 0, "all mails are dealt with");

        Assert.Equal(unknown, known);
        Assert.DoesNotContain(host.Mail.Mails, mail => mail.To.Mailboxes.Single().Address == "nobody@example.com");
    }

    [Fact]
    public async Task Tokens_of_mails_open_nothing_else()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        await host.RegisterAsync("ada@example.com");
        await host.RegisterAsync("bob@example.com");
        var confirm = await host.Mail.FindTokenAsync("ada@example.com", "Confirm your address");
        var bob = await host.Mail.FindTokenAsync("bob@example.com", "Confirm your address");

        string[] forged = ["", "x", confirm[..40], bob[..32] + confirm[32..], confirm + "A", $"{Guid.NewGuid():N}{confirm[32..]}"];

        foreach (var token in forged)
            Assert.Equal(StatusCode.InvalidArgument, (await Refusal.OfAsync(host.Client.ConfirmEmailAsync(new() { Token = token }))).StatusCode);
        Assert.Equal(
            StatusCode.InvalidArgument, (await Refusal.OfAsync(host.Client.ResetPasswordAsync(new() { Token = confirm, NewPassword = Other }))).StatusCode);
    }
}
