using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Buying.Common;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using State = OrderApp.Protos.CheckoutStatus.Types.State;

namespace OrderApp.Tests.Carts;

/// <summary>Whatever goes wrong at whatever step, a checkout ends: bought once, or with everything undone.</summary>
public sealed class CheckoutFaultTests(CartFixture fixture, PostgresServer postgres) : IClassFixture<CartFixture>
{
    // More than the client tries by itself, so that the checkout is left and gone on with.
    private const int Long = 5;

    private static readonly string[] Forward = ["Reserve", "Authorize", "CreateOrder", "Capture", "Confirm"];
    private static readonly string[] Back = ["CancelOrder", "Void", "Refund", "MarkOrderRefunded", "Return", "Release"];

    public static TheoryData<string> Steps => [.. Forward];

    public static MatrixTheoryData<string, bool> StepsAndTimes => new(Forward, [false, true]);

    public static MatrixTheoryData<string, bool> UndoStepsAndTimes => new(Back, [false, true]);

    private CartHost Host => fixture.Host;

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task What_a_step_is_refused_for_good_undoes_everything_and_gives_the_promotion_back(string step)
    {
        var (customer, before) = await FilledAsync();
        Host.Shop.Faults.Refuse(step, "PLANNED");

        var status = await customer.CheckoutAsync(200);

        Assert.Equal((State.Failed, "PLANNED"), (status.State, status.FailureReason));
        await UndoneAsync(customer, before);
    }

    [Theory]
    [MemberData(nameof(StepsAndTimes))]
    public async Task A_service_that_is_away_or_whose_answers_are_lost_for_a_while_delays_the_checkout_and_no_more(string step, bool isAnswerLost)
    {
        var (customer, before) = await FilledAsync();
        Host.Shop.Faults.Fail(step, Long, isAnswerLost);

        var status = await customer.CheckoutAsync(200);

        Assert.Equal(State.Completed, status.State);
        Assert.Equal(before - 3, Host.Shop.Inventory.Available(1));
        Assert.Empty(await Invariants.FindBrokenAsync(Host));
        Assert.Empty((await customer.GetAsync()).Lines);
    }

    [Theory]
    [InlineData("Authorize", false)]
    [InlineData("Authorize", true)]
    [InlineData("Capture", true)]
    public async Task A_call_that_is_never_answered_is_given_up_and_made_again(string step, bool isDone)
    {
        var (customer, before) = await FilledAsync();
        var hold = Host.Shop.Faults.Hold(step, isDone);

        var status = await customer.CheckoutAsync(200);
        // What was held comes late, and changes nothing more.
        hold.Release();
        await Task.Delay(100);

        Assert.Equal(State.Completed, status.State);
        Assert.Equal(before - 3, Host.Shop.Inventory.Available(1));
        Assert.Empty(await Invariants.FindBrokenAsync(Host));
    }

    [Fact]
    public async Task A_checkout_that_is_gone_on_with_stays_in_the_trace_in_which_it_began()
    {
        var seen = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is CartMetrics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = seen.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var (customer, _) = await FilledAsync();
        Host.Shop.Faults.Fail("Capture", Long, after: false);

        var status = await customer.CheckoutAsync(200);

        var ofThis = seen.Where(activity => activity.GetTagItem("checkout.id")?.ToString() == status.CheckoutId).ToList();
        Assert.Contains(ofThis, activity => activity.OperationName is "checkout resumed");
        Assert.Single(ofThis, activity => activity.OperationName is "checkout");
        Assert.Single(ofThis.Select(activity => activity.TraceId).Distinct());
    }

    [Theory]
    [MemberData(nameof(UndoStepsAndTimes))]
    public async Task What_fails_while_it_is_undone_is_tried_until_it_is_undone(string step, bool isAnswerLost)
    {
        var (customer, before) = await FilledAsync();
        // What was captured is paid back; what was only authorized is voided.
        Host.Shop.Faults.Refuse(step is "Refund" or "MarkOrderRefunded" ? "Confirm" : "Capture", "PLANNED");
        if (step is "Return")
        {
            Host.Shop.Faults.Refuse("Release", "RESERVATION_CONFIRMED");
            Host.Shop.Faults.Refuse("Return", "RESERVATION_NOT_CONFIRMED");
        }

        Host.Shop.Faults.Fail(step, Long, isAnswerLost);
        await customer.CheckoutAsync(200);
        await Host.SettledAsync();

        await UndoneAsync(customer, before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_checkout_whose_copies_were_sold_before_its_time_was_over_takes_them_back(bool isAnswerLost)
    {
        await using var host = await CartHost.StartAsync(postgres, ("Cart:CheckoutTimeout", "00:00:01"), ("Cart:Patience", "00:00:00.1"));
        var customer = host.NewCustomer();
        await customer.AddAsync(1, 3);
        host.Shop.Faults.Fail("Confirm", 40, isAnswerLost);

        var status = await customer.CheckoutAsync(200);
        await host.SettledAsync();

        status = await customer.GetCheckoutAsync(status.CheckoutId);
        Assert.Equal((State.Failed, "TIMED_OUT"), (status.State, status.FailureReason));
        Assert.Equal(1_000_000, host.Shop.Inventory.Available(1));
        Assert.Empty(await Invariants.FindBrokenAsync(host));
    }

    [Fact]
    public async Task With_all_services_away_a_checkout_is_pending_and_once_they_are_back_it_is_done()
    {
        await using var host = await CartHost.StartAsync(postgres, ("Cart:Patience", "00:00:00.5"));
        var customer = host.NewCustomer();
        await customer.AddAsync(1, 3);
        var hold = host.Shop.Faults.Hold("Authorize", after: true);
        var checkout = customer.CheckoutAsync(200);
        await hold.Reached;
        await host.Shop.StopAsync();
        hold.Release();
        var pending = await checkout;
        Assert.Equal(State.Pending, pending.State);

        await host.Shop.StartAgainAsync();
        await host.SettledAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(State.Completed, (await customer.GetCheckoutAsync(pending.CheckoutId)).State);
        Assert.Empty(await Invariants.FindBrokenAsync(host));
    }

    [Fact]
    public async Task A_step_that_is_not_done_once_for_its_key_is_found_out()
    {
        await using var host = await CartHost.StartAsync(postgres, 1, services => services.AddSingleton<Transactions.TransactionsClient>(
            provider => new Careless(provider.GetRequiredService<Grpc.Net.ClientFactory.GrpcClientFactory>()
                .CreateClient<Transactions.TransactionsClient>(nameof(Transactions.TransactionsClient)))));
        var customer = host.NewCustomer();
        await customer.AddAsync(1, 1);
        // The client's own second try has the first one's key; the next run makes up another.
        host.Shop.Faults.Fail("Authorize", 2, after: true);

        await customer.CheckoutAsync(100);
        await host.SettledAsync();

        Assert.Contains(await Invariants.FindBrokenAsync(host), problem => problem.Contains("200 of 100 is paid, in 2 payments", StringComparison.Ordinal));
    }

    private async Task<(Buyer Customer, int Stock)> FilledAsync()
    {
        var customer = Host.NewCustomer();
        await customer.AddAsync(1, 3);
        return (customer, Host.Shop.Inventory.Available(1));
    }

    private async Task UndoneAsync(Buyer customer, int stock)
    {
        Assert.Equal(stock, Host.Shop.Inventory.Available(1));
        var cart = await customer.GetAsync();
        Assert.Equal((3, "buy_two_get_one_free"), (cart.Lines.Single().Quantity, cart.Promotion));
        Assert.Empty(await Invariants.FindBrokenAsync(Host));
        Assert.Equal(State.Completed, (await customer.CheckoutAsync(200)).State);
    }

    /// <summary>A bug on purpose: a key that is made up for each call.</summary>
    private sealed class Careless(Transactions.TransactionsClient good) : Transactions.TransactionsClient
    {
        public override AsyncUnaryCall<Transaction> AuthorizeAsync(AuthorizeRequest request, CallOptions options)
        {
            var other = request.Clone();
            other.RequestId = Guid.NewGuid().ToString();
            return good.AuthorizeAsync(other, options);
        }

        public override AsyncUnaryCall<Transaction> CaptureAsync(CaptureRequest request, CallOptions options) => good.CaptureAsync(request, options);
    }
}
