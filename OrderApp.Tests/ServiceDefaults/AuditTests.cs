using System.Security.Claims;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Auditing;
using OrderApp.ServiceDefaults.Callers;
using OrderApp.Tests.Stocking;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.ServiceDefaults;

/// <summary>What is recorded of operators' actions, and what of it.</summary>
public sealed class AuditTests(InventoryFixture fixture) : IClassFixture<InventoryFixture>
{
    private const string Method = "/inventory.Inventory/AdjustStock";

    private InventoryHost Host => fixture.Host;

    [Fact]
    public async Task What_an_operator_did_is_recorded_with_who_when_about_what_and_how_it_ended()
    {
        var (who, book, before) = (Guid.CreateVersion7(), await fixture.BookAsync(3), DateTime.UtcNow);
        var headers = Host.Tokens.Operator(who);

        await Host.Client.AdjustStockAsync(new() { BookId = book, Delta = 2, Reason = "came in" }, headers);
        var refusal = await InventoryHost.RefusalAsync(() => Host.Client.AdjustStockAsync(new() { BookId = book, Delta = -9, Reason = "lost" }, headers).ResponseAsync);
        await Host.Client.ListLedgerEntriesAsync(new() { BookId = book }, headers);

        var entries = (await Host.Trail.ListAuditEntriesAsync(new() { AccountId = $"{who}" }, Host.Operator)).Entries;
        Assert.Equal((StatusCode.FailedPrecondition, "OUT_OF_STOCK"), refusal);
        Assert.Equal([("FAILED_PRECONDITION", "OUT_OF_STOCK"), ("OK", "")], entries.Select(entry => (entry.Status, entry.Reason)));
        Assert.All(entries, entry => Assert.Equal((Method[1..], $"{who}", $"book {book}"), (entry.Method, entry.AccountId, Assert.Single(entry.Things))));
        Assert.All(entries, entry => Assert.InRange(entry.Time.ToDateTime(), before.AddMilliseconds(-1), entry.EndTime.ToDateTime()));
        Assert.Equal($$"""{"book_id":"{{book}}","delta":"2","reason":"came in"}""", entries[1].Request);
    }

    [Fact]
    public async Task What_customers_and_services_do_is_not_recorded()
    {
        var (before, book) = (await CountAsync(), await fixture.BookAsync(1));

        await Host.ReserveAsync($"{Guid.NewGuid()}", (book, 1));
        await InventoryHost.RefusalAsync(() => Host.Client.AdjustStockAsync(
            new() { BookId = book, Delta = 1, Reason = "x" }, Host.Tokens.Customer(Guid.CreateVersion7())).ResponseAsync);

        // The operator's one that made the book.
        Assert.Equal(before + 1, await CountAsync());
    }

    [Fact]
    public async Task An_action_that_cannot_be_recorded_is_not_done_and_services_go_on()
    {
        await using var host = await InventoryHost.StartAsync(fixture.Postgres);
        await host.AdjustAsync(1001, 5);
        await host.ExecuteAsync("ALTER TABLE audit_entries RENAME TO elsewhere");

        var refusal = await InventoryHost.RefusalAsync(() => host.AdjustAsync(1001, 1));
        await host.ReserveAsync("audit-away", (1001, 1));

        Assert.Equal((StatusCode.Unavailable, "AUDIT_UNAVAILABLE"), refusal);
        Assert.Equal((4, 1, 0), await host.StockAsync(1001));
        await host.ExecuteAsync("ALTER TABLE elsewhere RENAME TO audit_entries");
        Assert.Equal(5, (await host.AdjustAsync(1001, 1)).Available);
    }

    [Fact]
    public async Task Pages_skip_and_repeat_nothing_and_take_the_filters_along()
    {
        var (who, book) = (Guid.CreateVersion7(), await fixture.BookAsync(1));
        for (var number = 0; number < 5; number++)
            await Host.Client.AdjustStockAsync(new() { BookId = book, Delta = 1, Reason = $"{number}" }, Host.Tokens.Operator(who));
        var found = new List<AuditEntry>();
        var request = new ListAuditEntriesRequest { AccountId = $"{who}", Thing = $"book {book}", PageSize = 2 };
        do
        {
            var page = await Host.Trail.ListAuditEntriesAsync(request, Host.Operator);
            found.AddRange(page.Entries);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(5, found.Select(entry => entry.EntryId).Distinct().Count());
        Assert.Equal(found.Select(entry => entry.EntryId).OrderDescending(StringComparer.Ordinal), found.Select(entry => entry.EntryId));
        var (from, to) = (found[3].Time, found[1].Time);
        var between = await Host.Trail.ListAuditEntriesAsync(new() { AccountId = $"{who}", FromTime = from, ToTime = to }, Host.Operator);
        Assert.All(between.Entries, entry => Assert.InRange(entry.Time.ToDateTime(), from.ToDateTime().AddMilliseconds(-1), to.ToDateTime()));
        Assert.Contains(between.Entries, entry => entry.EntryId == found[3].EntryId);
    }

    [Theory]
    [InlineData("page_size")]
    [InlineData("page_token")]
    [InlineData("account_id")]
    [InlineData("thing")]
    [InlineData("from_time")]
    [InlineData("to_time")]
    public async Task A_bad_request_for_the_trail_is_refused_by_the_name_of_its_field(string field)
    {
        var request = new ListAuditEntriesRequest();
        switch (field)
        {
            case "page_size": request.PageSize = -1; break;
            case "page_token": request.PageToken = "next"; break;
            case "account_id": request.AccountId = "me"; break;
            case "thing": request.Thing = "book\0"; break;
            case "from_time": request.FromTime = new() { Seconds = long.MaxValue }; break;
            default: request.ToTime = new() { Seconds = -1 }; break;
        }

        var error = await Assert.ThrowsAsync<RpcException>(() => Host.Trail.ListAuditEntriesAsync(request, Host.Operator).ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.StartsWith($"{field}: ", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Passwords_tokens_and_what_is_a_persons_are_not_kept_of_any_request()
    {
        var secrets = new HashSet<string>();
        foreach (var method in Changing())
        {
            var message = method.InputType.Parser.ParseFrom(ByteString.Empty);
            foreach (var field in method.InputType.Fields.InDeclarationOrder().Where(field => field is { FieldType: FieldType.String, IsRepeated: false }))
                field.Accessor.SetValue(message, RequestText.IsSecret(field.Name) ? "hidden away" : "shown");
            if (method.InputType.FindFieldByName("delivery_address") is { } address)
                address.Accessor.SetValue(message, new Address { Line1 = "hidden away" });
            Assert.DoesNotContain("hidden away", RequestText.Of(message), StringComparison.Ordinal);
            secrets.UnionWith(method.InputType.Fields.InDeclarationOrder().Select(field => field.Name).Where(RequestText.IsSecret));
        }

        Assert.Superset(
            new HashSet<string> { "password", "current_password", "new_password", "token", "refresh_token", "payment_token", "email", "text", "delivery_address" }, secrets);
    }

    [Fact]
    public void A_long_request_is_cut_short()
    {
        var reserve = new ReserveRequest { ReservationId = new string('x', 100_000), Lines = { Enumerable.Repeat(new ReservationLine { BookId = 1, Quantity = 1 }, 10_000) } };

        Assert.InRange(RequestText.Of(reserve).Length, 100, 2_000);
    }

    [Fact]
    public void A_method_that_changes_something_answers_with_one_message_for_only_those_are_recorded() =>
        Assert.DoesNotContain(Changing(), method => method.IsServerStreaming && method.Service.FullName is not "routeguide.RouteGuide");

    [Theory]
    [InlineData(Roles.Customer, Method)]
    [InlineData(Roles.Service, Method)]
    [InlineData(null, "/order.OrderService/CreateOrder")]
    public void Calls_of_others_than_operators_cost_no_allocation(string? role, string method)
    {
        var context = new DefaultHttpContext();
        if (role is not null)
            Caller.Set(context, new ClaimsPrincipal(new ClaimsIdentity([new("sub", $"{Guid.NewGuid()}"), new("role", role)], "test", "sub", "role")), "token");
        AuditedActions.Concerns(context, method);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 1000; call++)
            AuditedActions.Concerns(context, method);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(AuditedActions.Changes(method));
    }

    private static IEnumerable<MethodDescriptor> Changing() =>
        Contracts.All.SelectMany(file => file.Services).SelectMany(service => service.Methods)
            .Where(method => AuditedActions.Changes($"/{method.Service.FullName}/{method.Name}"));

    private Task<long> CountAsync() => Host.ScalarAsync<long>("SELECT count(*) FROM audit_entries");
}
