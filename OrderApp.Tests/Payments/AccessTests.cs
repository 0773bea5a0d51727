using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Payments;

/// <summary>Who may see and do what.</summary>
public sealed class AccessTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_customer_sees_his_own_payments_and_of_others_not_even_that_they_exist()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var tokens = await TestTokens.SharedAsync();
        var (ada, boris) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var request = PaymentsHost.NewRequest();
        request.CustomerId = ada.ToString();
        var transaction = await host.AuthorizeAsync(request);
        await host.AuthorizeAsync();
        var get = new GetTransactionRequest { TransactionId = transaction.TransactionId };

        // Ada, and a service that asks for her, as for a guest.
        foreach (var own in new[] { tokens.Customer(ada), tokens.Service(ada) })
        {
            Assert.Equal(transaction, await host.Client.GetTransactionAsync(get, own));
            Assert.Equal([transaction], (await host.Client.ListTransactionsAsync(new(), own)).Transactions);
        }

        foreach (var other in new[] { tokens.Customer(boris), tokens.Service(boris) })
        {
            Assert.Equal(StatusCode.NotFound, (await Refusal.OfAsync(host.Client.GetTransactionAsync(get, other))).StatusCode);
            Assert.Empty((await host.Client.ListTransactionsAsync(new() { OrderUuid = request.OrderUuid }, other)).Transactions);
            Assert.Equal(
                StatusCode.PermissionDenied,
                (await Refusal.OfAsync(host.Client.ListTransactionsAsync(new() { CustomerId = ada.ToString() }, other))).StatusCode);
        }

        Assert.Equal(2, (await host.Client.ListTransactionsAsync(new(), tokens.Operator())).Transactions.Count);
        Assert.Equal([transaction], (await host.Client.ListTransactionsAsync(new() { CustomerId = ada.ToString() }, tokens.Operator())).Transactions);
    }

    [Fact]
    public async Task Only_services_move_money_and_only_they_and_operators_pay_it_back()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var tokens = await TestTokens.SharedAsync();
        foreach (var (caller, code) in new[]
        {
            (new Metadata(), StatusCode.Unauthenticated), (tokens.Customer(Guid.NewGuid()), StatusCode.PermissionDenied), (tokens.Operator(), StatusCode.PermissionDenied),
        })
        {
            Assert.Equal(code, (await Refusal.OfAsync(host.Client.AuthorizeAsync(PaymentsHost.NewRequest(), caller))).StatusCode);
            Assert.Equal(code, (await Refusal.OfAsync(host.Client.CaptureAsync(new(), caller))).StatusCode);
            Assert.Equal(code, (await Refusal.OfAsync(host.Client.VoidAsync(new(), caller))).StatusCode);
        }

        var transaction = await host.PayAsync();
        var refund = new RefundRequest { TransactionId = transaction.TransactionId, Amount = PaymentsHost.Money.ToMessage(1), Reason = "r", RequestId = "1" };
        Assert.Equal(StatusCode.PermissionDenied, (await Refusal.OfAsync(host.Client.RefundAsync(refund, tokens.Customer(Guid.NewGuid())))).StatusCode);
        Assert.Equal(1, (await host.Client.RefundAsync(refund, tokens.Operator())).Refunded.Nanos / 10_000_000);
    }

    [Fact]
    public async Task Pages_hold_each_transaction_once_newest_first_and_a_token_belongs_to_its_list()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        for (var i = 0; i < 5; i++)
            await host.AuthorizeAsync();

        var ids = new List<string>();
        var page = new ListTransactionsResponse();
        do
        {
            page = await host.Client.ListTransactionsAsync(new() { PageSize = 2, PageToken = page.NextPageToken }, host.AsService);
            ids.AddRange(page.Transactions.Select(transaction => transaction.TransactionId));
            if (page.NextPageToken.Length > 0)
            {
                var foreign = new ListTransactionsRequest { PageToken = page.NextPageToken, CustomerId = Guid.NewGuid().ToString() };
                Assert.StartsWith("page_token: ", (await Refusal.OfAsync(host.Client.ListTransactionsAsync(foreign, host.AsService))).Detail, StringComparison.Ordinal);
            }
        }
        while (page.NextPageToken.Length > 0);

        Assert.Equal(5, ids.Count);
        Assert.Equal(ids.OrderDescending(StringComparer.Ordinal), ids);
        Assert.Equal(5, ids.Distinct().Count());
    }
}
