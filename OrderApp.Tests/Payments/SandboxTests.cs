using System.Diagnostics;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Payments;

/// <summary>Each of the sandbox's tokens, and what becomes of what it does.</summary>
public sealed class SandboxTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("sandbox-declined")]
    [InlineData("nobody-knows-this-one")]
    public async Task What_is_declined_is_refused_the_same_way_again_and_the_order_can_be_paid_otherwise(string token)
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var request = PaymentsHost.NewRequest(token);

        var first = await Refusal.OfAsync(() => host.AuthorizeAsync(request));
        var second = await Refusal.OfAsync(() => host.AuthorizeAsync(request));
        Assert.Equal((StatusCode.FailedPrecondition, first.Detail), (second.StatusCode, second.Detail));
        Assert.Equal("PAYMENT_DECLINED", (await ReasonAsync(() => host.AuthorizeAsync(request))).Reason);

        var other = PaymentsHost.NewRequest();
        other.OrderUuid = request.OrderUuid;
        Assert.Equal(Transaction.Types.State.Authorized, (await host.AuthorizeAsync(other)).State);
    }

    [Fact]
    public async Task A_slow_answer_is_waited_for()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var watch = Stopwatch.StartNew();

        Assert.Equal(Transaction.Types.State.Authorized, (await host.AuthorizeAsync(PaymentsHost.NewRequest("sandbox-slow"))).State);

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_lost_answer_is_found_for_who_waits_and_nothing_is_charged_twice()
    {
        await using var host = await PaymentsHost.StartAsync(postgres, ("Payments:ProviderTimeout", "00:00:00.3"));

        var transaction = await host.AuthorizeAsync(PaymentsHost.NewRequest("sandbox-lost"));

        Assert.Equal(Transaction.Types.State.Authorized, transaction.State);
        Assert.Equal(1, await host.ScalarAsync<long>("SELECT count(*) FROM sandbox.payments"));
        Assert.Equal(Transaction.Types.State.Captured, (await host.CaptureAsync(transaction.TransactionId)).State);
        Assert.Empty(await Books.FindErrorsAsync(host.Database));
    }

    [Fact]
    public async Task A_lost_answer_is_found_though_nobody_waits_and_the_transaction_is_pending_till_then()
    {
        await using var host = await PaymentsHost.StartAsync(postgres, ("Payments:ProviderTimeout", "00:00:01"));
        var request = PaymentsHost.NewRequest("sandbox-lost");

        var refused = await Refusal.OfAsync(host.Client.AuthorizeAsync(request, host.AsService, DateTime.UtcNow.AddMilliseconds(300)));
        Assert.Equal(StatusCode.DeadlineExceeded, refused.StatusCode);
        var listed = await host.Client.ListTransactionsAsync(new() { OrderUuid = request.OrderUuid }, host.AsService);
        Assert.Equal(Transaction.Types.State.Pending, Assert.Single(listed.Transactions).State);

        await Eventually.TrueAsync(
            async () => (await host.GetAsync(listed.Transactions[0].TransactionId)).State is Transaction.Types.State.Authorized, "it is found and settled");
        Assert.Equal(listed.Transactions[0].TransactionId, (await host.AuthorizeAsync(request)).TransactionId);
    }

    [Fact]
    public async Task An_answer_that_comes_twice_changes_nothing_the_second_time()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);

        var transactions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.PayAsync(PaymentsHost.NewRequest("sandbox-twice"))));

        Assert.All(transactions, transaction => Assert.Equal((25, 25), (transaction.Authorized.Units, transaction.Captured.Units)));
        foreach (var transaction in transactions)
            Assert.Equal(transaction, await host.GetAsync(transaction.TransactionId));
        Assert.Empty(await Books.FindErrorsAsync(host.Database));
    }

    private static async Task<(string Reason, StatusCode Code)> ReasonAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAnyAsync<RpcException>(call);
        return (error.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason, error.StatusCode);
    }
}
