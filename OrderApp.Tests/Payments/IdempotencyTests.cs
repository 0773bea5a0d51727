using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Payments;

public sealed class IdempotencyTests(PostgresServer postgres)
{
    [Fact]
    public async Task Sixty_four_racing_authorizes_with_one_request_id_make_one_charge()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var request = PaymentsHost.NewRequest();

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => host.AuthorizeAsync(request)));

        Assert.Single(answers.Distinct());
        Assert.Equal(Transaction.Types.State.Authorized, answers[0].State);
        Assert.Equal(1, await host.ScalarAsync<long>("SELECT count(*) FROM sandbox.payments"));
    }

    [Fact]
    public async Task Racing_captures_voids_and_refunds_with_one_request_id_are_done_once()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var paid = (await host.AuthorizeAsync()).TransactionId;
        var voided = (await host.AuthorizeAsync()).TransactionId;

        Assert.Single((await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => host.CaptureAsync(paid, "capture")))).Distinct());
        Assert.Single((await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => host.VoidAsync(voided, "void")))).Distinct());
        Assert.Single((await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => host.RefundAsync(paid, 100, "refund")))).Distinct());

        Assert.Equal(100, (await host.GetAsync(paid)).Refunded.Nanos / 10_000_000 + ((await host.GetAsync(paid)).Refunded.Units * 100));
        Assert.Equal(5, await host.ScalarAsync<long>("SELECT count(*) FROM sandbox.calls"));
        Assert.Empty(await Books.FindErrorsAsync(host.Database));
    }

    [Fact]
    public async Task The_same_request_later_gets_the_answer_of_then_and_a_header_that_says_so()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var request = PaymentsHost.NewRequest();
        var first = await host.AuthorizeAsync(request);
        await host.CaptureAsync(first.TransactionId);

        var again = host.Client.AuthorizeAsync(request, host.AsService);

        Assert.Equal(first, await again.ResponseAsync);
        Assert.Equal("true", (await again.ResponseHeadersAsync).GetValue("idempotent-replayed"));
    }

    [Fact]
    public async Task A_request_id_with_other_content_is_refused_and_so_is_one_of_another_method()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var request = PaymentsHost.NewRequest();
        var transaction = await host.AuthorizeAsync(request);

        var other = request.Clone();
        other.Amount = PaymentsHost.Money.ToMessage(1);

        Assert.Equal(StatusCode.AlreadyExists, (await Refusal.OfAsync(() => host.AuthorizeAsync(other))).StatusCode);
        Assert.Equal(StatusCode.AlreadyExists, (await Refusal.OfAsync(() => host.CaptureAsync(transaction.TransactionId, request.RequestId))).StatusCode);
        Assert.Equal(StatusCode.AlreadyExists, (await Refusal.OfAsync(async () =>
        {
            other.OrderUuid = Guid.NewGuid().ToString();
            await host.AuthorizeAsync(other);
        })).StatusCode);
        Assert.Equal(1, await host.ScalarAsync<long>("SELECT count(*) FROM transactions"));
    }

    [Fact]
    public async Task Racing_requests_with_one_request_id_and_other_content_make_one_charge()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            var request = PaymentsHost.NewRequest();
            request.RequestId = "one for all";
            try
            {
                await host.AuthorizeAsync(request);
                return StatusCode.OK;
            }
            catch (RpcException error)
            {
                return error.StatusCode;
            }
        }));

        Assert.Single(outcomes, StatusCode.OK);
        Assert.All(outcomes, outcome => Assert.True(outcome is StatusCode.OK or StatusCode.AlreadyExists));
        Assert.Empty(await Books.FindErrorsAsync(host.Database));
        Assert.Equal(1, await host.ScalarAsync<long>("SELECT count(*) FROM sandbox.payments"));
    }

    [Fact]
    public async Task Each_caller_has_request_ids_of_his_own()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var tokens = await TestTokens.SharedAsync();
        var transaction = await host.PayAsync();
        var refund = new RefundRequest
        {
            TransactionId = transaction.TransactionId, Amount = PaymentsHost.Money.ToMessage(100), Reason = "late", RequestId = "1",
        };

        await host.Client.RefundAsync(refund, tokens.Operator());
        var second = await host.Client.RefundAsync(refund, tokens.Operator());

        Assert.Equal(2, second.Refunded.Units);
    }
}
