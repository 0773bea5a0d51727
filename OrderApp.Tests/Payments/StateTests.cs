using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Payments.Common;
using OrderApp.Payments.Storage;
using OrderApp.Tests.Support;
using State = OrderApp.Protos.Transaction.Types.State;

namespace OrderApp.Tests.Payments;

/// <summary>What a transaction may become, and when it is refused.</summary>
public sealed class StateTests(PostgresServer postgres)
{
    private static readonly HashSet<(State, State)> Legal =
    [
        (State.Pending, State.Authorized), (State.Pending, State.Declined), (State.Authorized, State.Captured), (State.Authorized, State.Voided),
        (State.Authorized, State.Declined), (State.Captured, State.Refunded),
    ];

    [Fact]
    public void Of_all_pairs_of_states_just_these_are_moves()
    {
        var states = Enum.GetValues<State>();
        foreach (var from in states)
        {
            foreach (var to in states)
            {
                Assert.Equal((from, to, Legal.Contains((from, to))), (from, to, TransactionMoves.IsLegal(from, to)));
                Assert.Equal(TransactionMoves.IsLegal(from, to), TransactionMoves.Into(to).Contains((short)from));
            }
        }
    }

    [Fact]
    public async Task In_each_state_each_method_does_what_is_legal_and_refuses_the_rest()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        async Task<string> StateAsync(State state)
        {
            var id = (await host.AuthorizeAsync()).TransactionId;
            if (state is State.Captured or State.Refunded)
                await host.CaptureAsync(id);
            if (state is State.Refunded)
                await host.RefundAsync(id, 2500);
            if (state is State.Voided)
                await host.VoidAsync(id);
            if (state is State.Declined)
            {
                var request = PaymentsHost.NewRequest("sandbox-declined");
                await Refusal.OfAsync(() => host.AuthorizeAsync(request));
                id = (await host.Client.ListTransactionsAsync(new() { OrderUuid = request.OrderUuid }, host.AsService)).Transactions.Single().TransactionId;
            }

            Assert.Equal(state, (await host.GetAsync(id)).State);
            return id;
        }

        (State From, State? Capture, State? Void, State? Refund)[] table =
        [
            (State.Authorized, State.Captured, State.Voided, null),
            (State.Captured, State.Captured, null, State.Captured),
            (State.Refunded, null, null, null),
            (State.Voided, null, State.Voided, null),
            (State.Declined, null, null, null),
        ];
        foreach (var (from, capture, voided, refund) in table)
        {
            foreach (var (to, call) in new (State?, Func<string, Task<Protos.Transaction>>)[]
            {
                (capture, id => host.CaptureAsync(id)), (voided, id => host.VoidAsync(id)), (refund, id => host.RefundAsync(id, 100)),
            })
            {
                var id = await StateAsync(from);
                if (to is { } next)
                    Assert.Equal((from, next), (from, (await call(id)).State));
                else
                    Assert.Equal((from, StatusCode.FailedPrecondition), (from, (await Refusal.OfAsync(() => call(id))).StatusCode));
                Assert.Equal(to ?? from, (await host.GetAsync(id)).State);
            }
        }

        Assert.Empty(await Books.FindErrorsAsync(host.Database));
    }

    [Fact]
    public async Task An_order_that_was_voided_before_it_was_authorized_cannot_be_authorized_any_more()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var request = PaymentsHost.NewRequest();

        var tombstone = await host.VoidOrderAsync(request.OrderUuid);
        var refused = await Refusal.OfAsync(() => host.AuthorizeAsync(request));

        Assert.Equal((State.Voided, StatusCode.FailedPrecondition), (tombstone.State, refused.StatusCode));
        Assert.Equal(0, await host.ScalarAsync<long>("SELECT count(*) FROM sandbox.payments"));
    }

    [Fact]
    public async Task A_void_and_an_authorize_of_one_order_in_a_race_leave_nothing_authorized()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        for (var round = 0; round < 20; round++)
        {
            var request = PaymentsHost.NewRequest();
            var authorize = host.Client.AuthorizeAsync(request, host.AsService).ResponseAsync;
            var voided = await host.VoidOrderAsync(request.OrderUuid);
            await authorize.ContinueWith(_ => { }, TaskScheduler.Default);

            Assert.Equal(State.Voided, voided.State);
            Assert.All(
                (await host.Client.ListTransactionsAsync(new() { OrderUuid = request.OrderUuid }, host.AsService)).Transactions,
                transaction => Assert.Equal(State.Voided, transaction.State));
            var late = PaymentsHost.NewRequest();
            late.OrderUuid = request.OrderUuid;
            Assert.Equal(StatusCode.FailedPrecondition, (await Refusal.OfAsync(() => host.AuthorizeAsync(late))).StatusCode);
        }

        Assert.Empty(await Books.FindErrorsAsync(host.Database));
    }

    [Fact]
    public async Task An_order_has_one_payment_and_another_when_that_was_voided_by_its_id()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var first = PaymentsHost.NewRequest();
        var transaction = await host.AuthorizeAsync(first);
        var second = PaymentsHost.NewRequest();
        second.OrderUuid = first.OrderUuid;

        Assert.Equal(StatusCode.FailedPrecondition, (await Refusal.OfAsync(() => host.AuthorizeAsync(second))).StatusCode);
        await host.VoidAsync(transaction.TransactionId);

        Assert.Equal(State.Authorized, (await host.AuthorizeAsync(second)).State);
    }

    [Fact]
    public async Task Racing_partial_refunds_never_pay_back_more_than_was_captured()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var transaction = await host.PayAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                await host.RefundAsync(transaction.TransactionId, 400);
                return "";
            }
            catch (RpcException error)
            {
                return error.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
            }
        }));

        Assert.Equal(6, outcomes.Count(outcome => outcome.Length == 0));
        Assert.Equal(14, outcomes.Count(outcome => outcome == "REFUND_TOO_LARGE"));
        Assert.Equal(State.Captured, (await host.GetAsync(transaction.TransactionId)).State);
        Assert.Equal(State.Refunded, (await host.RefundAsync(transaction.TransactionId, 100)).State);
        Assert.Empty(await Books.FindErrorsAsync(host.Database));
    }

    [Fact]
    public async Task A_migrated_database_is_what_the_model_says()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        await using var context = await host.Service.Services.GetRequiredService<IDbContextFactory<PaymentDbContext>>().CreateDbContextAsync();

        await MigratedSchema.AssertIsTheModelAsync(context, host.Database);
    }
}
