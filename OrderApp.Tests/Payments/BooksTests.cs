using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderApp.Payments.Providers;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Payments;

/// <summary>The check of the books finds what it is there to find.</summary>
public sealed class BooksTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_call_that_is_repeated_under_another_key_is_found_as_a_payment_that_nobody_knows()
    {
        await using var host = await PaymentsHost.StartAsync(
            postgres, services => services.AddSingleton<IPaymentProvider, ForgetfulProvider>(), ("Payments:ProviderTimeout", "00:00:00.3"));

        await host.PayAsync(PaymentsHost.NewRequest("sandbox-lost"));

        Assert.Contains("the provider has a payment that no transaction has", await Books.FindErrorsAsync(host.Database));
    }

    [Theory]
    [InlineData("UPDATE transactions SET refunded = refunded + 1", "an order's money is not what the provider has")]
    [InlineData("UPDATE sandbox.payments SET refunded = 1", "an order's money is not what the provider has")]
    [InlineData("UPDATE operations SET state = 3 WHERE kind = 2", "an operation is settled otherwise than the provider answered")]
    [InlineData("UPDATE operations SET amount = amount + 1 WHERE kind = 2", "sums are not those of the operations")]
    public async Task Books_that_were_tampered_with_do_not_agree(string tampering, string error)
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        await host.PayAsync();
        Assert.Empty(await Books.FindErrorsAsync(host.Database));

        await using var command = host.Database.CreateCommand(tampering);
        await command.ExecuteNonQueryAsync();

        Assert.Contains(error, await Books.FindErrorsAsync(host.Database));
    }

    /// <summary>Asks the provider anew each time, as if there were no idempotency keys.</summary>
    private sealed class ForgetfulProvider(NpgsqlDataSource database) : IPaymentProvider
    {
        private readonly SandboxProvider sandbox = new(database);
        private int calls;

        public Task<ProviderAnswer> AuthorizeAsync(string key, long amount, PaymentToken token, CancellationToken cancellationToken)
        {
            var call = Interlocked.Increment(ref calls);
            return sandbox.AuthorizeAsync(call == 1 ? key : $"{key}/{call}", amount, call == 1 ? token : new(SandboxProvider.Ok), cancellationToken);
        }

        public Task<ProviderAnswer> CaptureAsync(string key, string reference, long amount, CancellationToken cancellationToken) =>
            sandbox.CaptureAsync(key, reference, amount, cancellationToken);

        public Task<ProviderAnswer> VoidAsync(string key, string reference, CancellationToken cancellationToken) =>
            sandbox.VoidAsync(key, reference, cancellationToken);

        public Task<ProviderAnswer> RefundAsync(string key, string reference, long amount, CancellationToken cancellationToken) =>
            sandbox.RefundAsync(key, reference, amount, cancellationToken);

        public Task<ProviderAnswer?> FindAsync(string key, CancellationToken cancellationToken) => Task.FromResult<ProviderAnswer?>(null);

        public IAsyncEnumerable<(string Key, ProviderAnswer Answer)> NotificationsAsync(CancellationToken cancellationToken) =>
            sandbox.NotificationsAsync(cancellationToken);
    }
}
