using Grpc.Core;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Users;

public sealed class MailReceiverTests(PostgresServer postgres)
{
    [Fact]
    public async Task Only_who_agreed_and_has_confirmed_his_address_gets_mails_of_offers_until_he_stops_them()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var service = await host.ServiceHeadersAsync();
        var (ada, _, account) = await host.JoinAsync("ada@example.com");
        var (bob, _, _) = await host.JoinAsync("bob@example.com");
        Assert.False(account.AcceptsMails);
        await host.Client.ConfirmEmailAsync(new() { Token = await host.Mail.FindTokenAsync("ada@example.com", "Confirm your address") });

        await host.Client.UpdateAccountAsync(new() { AcceptsMails = true }, ada);
        await host.Client.UpdateAccountAsync(new() { AcceptsMails = true }, bob);

        var listed = await host.Client.ListMailReceiversAsync(new(), service);
        Assert.Equal([account.AccountId], listed.AccountIds);
        Assert.Empty((await host.Client.ListMailReceiversAsync(new() { AfterAccountId = account.AccountId }, service)).AccountIds);
        var receiver = await host.Client.GetMailReceiverAsync(new() { AccountId = account.AccountId }, service);
        Assert.Equal(("ada@example.com", "en"), (receiver.Email, receiver.Language));

        // Without a token of any kind: by the link in the mail.
        await host.Client.StopMailsAsync(new() { Token = receiver.StopToken });
        await host.Client.StopMailsAsync(new() { Token = receiver.StopToken });

        Assert.False((await host.Client.GetAccountAsync(new(), ada)).AcceptsMails);
        Assert.Empty((await host.Client.ListMailReceiversAsync(new(), service)).AccountIds);
        Assert.Equal(
            StatusCode.NotFound, (await Refusal.OfAsync(() => host.Client.GetMailReceiverAsync(new() { AccountId = account.AccountId }, service).ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task A_registration_can_agree_and_a_change_of_the_name_alone_leaves_it_so()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        await host.Client.RegisterAsync(new() { Email = "ada@example.com", Password = AccountsHost.Password, Name = "Ada", AcceptsMails = true });
        var (headers, _, account) = await host.EnterAsync("ada@example.com");

        var renamed = await host.Client.UpdateAccountAsync(new() { Name = "Ada L." }, headers);

        Assert.True(account.AcceptsMails && renamed.AcceptsMails);
        Assert.Contains("\"accepts_mails\": true", (await host.Client.ExportAccountAsync(new(), headers)).Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("CfDJ8Mi4!!")]
    public async Task A_token_that_is_none_stops_nothing(string token)
    {
        await using var host = await AccountsHost.StartAsync(postgres);

        Assert.Equal(StatusCode.InvalidArgument, (await Refusal.OfAsync(() => host.Client.StopMailsAsync(new() { Token = token }).ResponseAsync)).StatusCode);
    }
}
