using Grpc.Core;

namespace OrderApp.Tests.Stocking;

/// <summary>Who may call what.</summary>
public sealed class InventoryCallerTests(InventoryFixture fixture) : IClassFixture<InventoryFixture>
{
    private InventoryHost Host => fixture.Host;

    [Fact]
    public async Task Only_operators_change_the_stock_and_read_the_ledger_and_only_services_reserve()
    {
        var people = new (string Name, Metadata Headers)[]
        {
            ("nobody", []), ("customer", Host.Tokens.Customer(Guid.CreateVersion7())), ("operator", Host.Operator), ("service", Host.Service),
        };
        var calls = new (string Name, string Allowed, Func<Metadata, Task> Call)[]
        {
            ("GetStock", "nobody customer operator service", headers => Host.Client.GetStockAsync(new() { BookIds = { 1 } }, headers).ResponseAsync),
            ("AdjustStock", "operator", headers => Host.Client.AdjustStockAsync(new() { BookId = 1, Delta = 1, Reason = "x" }, headers).ResponseAsync),
            ("ListLedgerEntries", "operator", headers => Host.Client.ListLedgerEntriesAsync(new(), headers).ResponseAsync),
            ("ListLowStock", "operator", headers => Host.Client.ListLowStockAsync(new(), headers).ResponseAsync),
            ("ListStockOuts", "operator", headers => Host.Client.ListStockOutsAsync(new() { Day = $"{DateTime.UtcNow:yyyy-MM-dd}" }, headers).ResponseAsync),
            ("Reserve", "service", headers => Host.Client.ReserveAsync(InventoryHost.Request("who", (1, 1)), headers).ResponseAsync),
            ("Confirm", "service", headers => Host.Client.ConfirmAsync(new() { ReservationId = "who" }, headers).ResponseAsync),
            ("Return", "service", headers => Host.Client.ReturnAsync(new() { ReservationId = "who" }, headers).ResponseAsync),
            ("Release", "service", headers => Host.Client.ReleaseAsync(new() { ReservationId = "who else" }, headers).ResponseAsync),
        };

        foreach (var (method, allowed, call) in calls)
        {
            foreach (var (name, headers) in people)
            {
                var expected = allowed.Split(' ').Contains(name) ? StatusCode.OK : name is "nobody" ? StatusCode.Unauthenticated : StatusCode.PermissionDenied;
                Assert.True(expected == await StatusAsync(() => call(headers)), $"{method} by {name} is to be {expected}");
            }
        }

        Assert.Equal(calls.Length, Protos.Inventory.Descriptor.Methods.Count);
    }

    private static async Task<StatusCode> StatusAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }
}
