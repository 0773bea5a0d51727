using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using OrderApp.Tests.Users;
using State = OrderApp.Protos.Campaign.Types.State;

namespace OrderApp.Tests.Carts;

/// <summary>A mail to those who agreed to mails and have not used the promotion yet, each once.</summary>
public sealed class CampaignTests(PostgresServer postgres)
{
    [Fact]
    public async Task Each_who_has_not_used_the_promotion_gets_one_mail_and_what_it_brought_is_counted()
    {
        await using var receivers = await new FakeReceivers().StartAsync();
        await using var mail = new SmtpSink();
        await using var host = await StartAsync(receivers, mail);
        var (used, buyer, other) = (host.NewCustomer(), host.NewCustomer(), host.NewCustomer());
        receivers.Add(used.Id, "used@example.com");
        receivers.Add(buyer.Id, "buyer@example.com", "ru");
        receivers.Add(other.Id, "other@example.com");
        await BuyThreeAsync(host, used);

        var started = await host.Campaigns.StartCampaignAsync(new() { RequestId = "first" }, host.Operator);
        var again = await host.Campaigns.StartCampaignAsync(new() { RequestId = "first" }, host.Operator);
        var done = await DoneAsync(host);
        await BuyThreeAsync(host, buyer);

        Assert.Equal(started.CampaignId, again.CampaignId);
        Assert.Equal((2, 2, 0, 0, 0), (done.Receivers, done.Sent, done.Waiting, done.Skipped, done.Failed));
        Assert.Equal(["buyer@example.com", "other@example.com"], mail.Mails.Select(sent => sent.To.Mailboxes.Single().Address).Order());
        Assert.Equal(["A book is on us", "Одна книга в подарок"], mail.Mails.Select(sent => sent.Subject).Order(StringComparer.Ordinal));
        var result = (await host.Campaigns.ListCampaignsAsync(new(), host.Operator)).Campaigns.Single();
        Assert.Equal((1, CartHost.Usd(500)), (result.Orders, result.Revenue));
    }

    [Fact]
    public async Task The_mail_says_how_to_stop_it_and_has_an_id_of_its_campaign_and_account()
    {
        await using var receivers = await new FakeReceivers().StartAsync();
        await using var mail = new SmtpSink();
        await using var host = await StartAsync(receivers, mail);
        var account = Guid.CreateVersion7();
        receivers.Add(account, "ada@example.com");

        var campaign = await host.Campaigns.StartCampaignAsync(new() { RequestId = "one" }, host.Operator);
        var sent = await mail.FindAsync("ada@example.com", "A book is on us");

        var stop = $"http://shop.example/account/stop-mails?token=token-of-{account:N}";
        Assert.Equal($"<{stop}>", sent.Headers["List-Unsubscribe"]);
        Assert.Equal("List-Unsubscribe=One-Click", sent.Headers["List-Unsubscribe-Post"]);
        Assert.Equal($"campaign.{campaign.CampaignId}.{account}@shop.example", sent.MessageId);
        Assert.Contains(stop, sent.TextBody, StringComparison.Ordinal);
        Assert.Contains(stop, sent.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stops_the_mails_before_his_is_sent_gets_none()
    {
        await using var receivers = await new FakeReceivers().StartAsync();
        await using var mail = new SmtpSink();
        await using var host = await StartAsync(receivers, mail);
        var account = Guid.CreateVersion7();
        receivers.Add(account, "ada@example.com");
        mail.Refuse(1);

        await host.Campaigns.StartCampaignAsync(new() { RequestId = "one" }, host.Operator);
        await Eventually.TrueAsync(async () => await host.ScalarAsync<long>("SELECT count(*) FROM campaign_mails WHERE tries > 0") == 1, "it was tried in vain");
        receivers.Remove(account);
        var done = await DoneAsync(host);

        Assert.Equal((1, 0), (done.Skipped, done.Sent));
        Assert.Empty(mail.Mails);
    }

    [Fact]
    public async Task Two_replicas_that_are_stopped_in_the_middle_leave_nobody_out_and_mail_nobody_twice()
    {
        await using var receivers = await new FakeReceivers().StartAsync();
        await using var mail = new SmtpSink();
        const int Accounts = 1200;
        for (var i = 0; i < Accounts; i++)
            receivers.Add(Guid.CreateVersion7(), $"reader{i}@example.com");
        await using var host = await CartHost.StartAsync(postgres, 2, null, Settings(receivers, mail));
        await host.Campaigns.StartCampaignAsync(new() { RequestId = "one" }, host.Operator);
        await Eventually.TrueAsync(() => Task.FromResult(mail.Mails.Count > 50), "mails go out");

        await host.StopReplicaAsync();
        // What it had just taken is another's after two minutes; here at once.
        await host.ExecuteAsync("UPDATE campaign_mails SET next_try = now() WHERE state = 1");
        var done = await DoneAsync(host);

        Assert.Equal((Accounts, Accounts), (done.Receivers, done.Sent));
        Assert.Equal(Accounts, mail.Mails.Select(sent => sent.To.Mailboxes.Single().Address).Distinct().Count());
        Assert.Equal(Accounts, mail.Mails.Select(sent => sent.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task A_second_campaign_waits_for_the_first_one_and_customers_begin_none()
    {
        await using var receivers = await new FakeReceivers().StartAsync();
        await using var mail = new SmtpSink();
        await using var host = await StartAsync(receivers, mail);
        receivers.Add(Guid.CreateVersion7(), "ada@example.com");
        mail.Refuse(1000);
        await host.Campaigns.StartCampaignAsync(new() { RequestId = "one" }, host.Operator);

        Assert.Equal(
            (StatusCode.FailedPrecondition, "CAMPAIGN_UNDER_WAY"),
            await CartHost.RefusalAsync(host.Campaigns.StartCampaignAsync(new() { RequestId = "two" }, host.Operator)));
        Assert.Equal(StatusCode.InvalidArgument, (await CartHost.RefusalAsync(host.Campaigns.StartCampaignAsync(new(), host.Operator))).Code);
        Assert.Equal(
            StatusCode.PermissionDenied,
            (await CartHost.RefusalAsync(host.Campaigns.StartCampaignAsync(new() { RequestId = "mine" }, host.NewCustomer().Headers))).Code);
        mail.Refuse(0);
        await DoneAsync(host);
        await host.Campaigns.StartCampaignAsync(new() { RequestId = "two" }, host.Operator);
        var page = await host.Campaigns.ListCampaignsAsync(new() { PageSize = 1 }, host.Operator);
        var next = await host.Campaigns.ListCampaignsAsync(new() { PageSize = 1, PageToken = page.NextPageToken }, host.Operator);
        Assert.Equal("", next.NextPageToken);
        Assert.NotEqual(page.Campaigns.Single().CampaignId, next.Campaigns.Single().CampaignId);
    }

    private static (string Key, string Value)[] Settings(FakeReceivers receivers, SmtpSink mail) =>
    [
        receivers.Setting, ("Auth:ClientId", "cart"), ("Auth:ClientSecret", "secret"), ("Mail:SiteAddress", "http://shop.example/"),
        ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", $"{mail.Port}"), ("Mail:Smtp:Security", "None"),
    ];

    private Task<CartHost> StartAsync(FakeReceivers receivers, SmtpSink mail) => CartHost.StartAsync(postgres, Settings(receivers, mail));

    private static async Task BuyThreeAsync(CartHost host, Buyer buyer)
    {
        host.Shop.Inventory.Put(1, 100);
        host.Shop.Inventory.Put(2, 100);
        host.Shop.Inventory.Put(3, 100);
        await buyer.AddAsync(1, 1);
        await buyer.AddAsync(2, 1);
        await buyer.AddAsync(3, 1);
        Assert.Equal(CheckoutStatus.Types.State.Completed, (await buyer.CheckoutAsync(500)).State);
    }

    private static async Task<Campaign> DoneAsync(CartHost host)
    {
        Campaign? campaign = null;
        await Eventually.TrueAsync(
            async () => (campaign = (await host.Campaigns.ListCampaignsAsync(new() { PageSize = 1 }, host.Operator)).Campaigns.Single()).State is State.Done,
            "the campaign is done", TimeSpan.FromSeconds(60));
        return campaign!;
    }
}
