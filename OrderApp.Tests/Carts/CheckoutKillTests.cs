using Grpc.Core;
using Grpc.Net.Client;
using OrderApp.Buying;
using OrderApp.Protos;
using OrderApp.Tests.EndToEnd.Selling;
using OrderApp.Tests.Support;
using State = OrderApp.Protos.CheckoutStatus.Types.State;

namespace OrderApp.Tests.Carts;

/// <summary>Kill -9 before and after what each step does: once the process is back, the checkout is done or undone.</summary>
[Collection(nameof(KillSuite))]
public sealed class CheckoutKillTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("Reserve")]
    [InlineData("Authorize")]
    [InlineData("CreateOrder")]
    [InlineData("Capture")]
    [InlineData("Confirm")]
    public async Task A_process_that_is_killed_at_a_step_leaves_a_checkout_that_another_one_finishes(string step) =>
        await KillAsync(step, refuse: null, State.Completed);

    [Theory]
    [InlineData("CancelOrder")]
    [InlineData("Void")]
    [InlineData("Release")]
    public async Task A_process_that_is_killed_while_it_undoes_leaves_a_checkout_that_another_one_undoes(string step) =>
        await KillAsync(step, refuse: "Capture", State.Failed);

    private async Task KillAsync(string step, string? refuse, State end)
    {
        // A replica makes the tables and looks at the end; what runs the checkout is a process of its own.
        await using var host = await CartHost.StartAsync(postgres, ("Cart:ResumeInterval", "00:00:10"), ("Cart:ResumedAtOnce", "1"));
        await using var process = new ServiceProcess(typeof(CartGrpcService).Assembly.Location, host.Settings);
        foreach (var after in new[] { false, true })
        {
            await process.StartAndWaitAsync();
            var customer = host.NewCustomer();
            await customer.AddAsync(1, 3);
            using var channel = GrpcChannel.ForAddress(process.GrpcAddress);
            if (refuse is not null)
                host.Shop.Faults.Refuse(refuse, "PLANNED");
            var hold = host.Shop.Faults.Hold(step, after);
            var checkout = new Cart.CartClient(channel).CheckoutAsync(customer.Request(200, "key"), customer.Headers).ResponseAsync;
            await hold.Reached;
            await process.KillAsync();
            hold.Release();
            await Assert.ThrowsAsync<RpcException>(() => checkout);

            await process.StartAndWaitAsync();
            await host.SettledAsync(TimeSpan.FromSeconds(30));

            Assert.Equal(end, (await customer.CheckoutAsync(200, "key")).State);
            Assert.Empty(await Invariants.FindBrokenAsync(host));
            await process.KillAsync();
        }
    }
}
