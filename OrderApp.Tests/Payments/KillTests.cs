using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;
using OrderApp.Payments;
using OrderApp.Protos;
using OrderApp.Tests.EndToEnd.Selling;
using OrderApp.Tests.Support;
using OrderApp.Tests.Users;

namespace OrderApp.Tests.Payments;

/// <summary>The service is killed under load at random moments: five rounds as a rule, 20 in the long run.</summary>
[Collection(nameof(KillSuite))]
[SuppressMessage("Security", "CA5394", Justification = "Tests repeat a run by its seed.")]
public sealed class KillTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Workers = 16;
    private static readonly int Rounds = Environment.GetEnvironmentVariable("ORDERAPP_TEST_LONG") == "1" ? 20 : 5;
    private static readonly string[] PaymentTokens = ["sandbox-ok", "sandbox-ok", "sandbox-ok", "sandbox-ok", "sandbox-twice", "sandbox-lost", "sandbox-declined"];

    [Fact]
    public async Task However_often_the_service_is_killed_each_request_is_charged_once_the_money_adds_up_and_each_payment_has_one_receipt()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var connection = await postgres.CreateDatabaseAsync("payments");
        await using var mail = new SmtpSink();
        var tokens = await TestTokens.SharedAsync();
        await using var database = NpgsqlDataSource.Create(connection);
        await using var service = new ServiceProcess(
            typeof(TransactionsGrpcService).Assembly.Location,
            [.. PaymentsHost.Settings(connection, tokens, mail), ("Payments:ProviderTimeout", "00:00:00.5"), ("Logging:LogLevel:OrderApp", "Error")]);
        await service.StartAndWaitAsync();
        var (done, failures) = (new ConcurrentBag<Payment>(), 0);

        for (var round = 0; round < Rounds; round++)
        {
            var open = new ConcurrentQueue<Payment>();
            using (var channel = GrpcChannel.ForAddress(service.GrpcAddress))
            {
                var client = new Transactions.TransactionsClient(channel);
                var killed = false;
                var load = Task.WhenAll(Enumerable.Range(0, Workers).Select(async worker =>
                {
                    var own = new Random(seed + (round * Workers) + worker);
                    while (!Volatile.Read(ref killed))
                    {
                        var payment = new Payment(PaymentTokens[own.Next(PaymentTokens.Length)]);
                        if (!await payment.TryAsync(client, tokens.Service()))
                        {
                            // Nobody goes on against a service that is not there.
                            open.Enqueue(payment);
                            return;
                        }

                        done.Add(payment);
                    }
                }));
                await Task.Delay(random.Next(300, 1500));
                await service.KillAsync();
                Volatile.Write(ref killed, true);
                await load;
            }

            failures += open.Count;
            await service.StartAndWaitAsync();
            using var next = GrpcChannel.ForAddress(service.GrpcAddress);
            await Task.WhenAll(open.Select(async payment =>
            {
                try
                {
                    await Eventually.TrueAsync(() => payment.TryAsync(new(next), tokens.Service()), "a payment goes on where it was");
                }
                finally
                {
                    if (payment.Failure is { } failure)
                        output.WriteLine($"{failure}; {(service.IsAlive ? "alive" : string.Join('\n', service.Output.TakeLast(50)))}");
                }

                done.Add(payment);
            }));
            await AssertAllIsWellAsync(database, mail, done);
        }

        output.WriteLine($"{done.Count} payments, {failures} were cut off, {mail.Mails.Count} mails for {mail.Mails.DistinctBy(one => one.MessageId).Count()} ids");
        Assert.True(failures > 0, "no payment was cut off");
    }

    private static async Task AssertAllIsWellAsync(NpgsqlDataSource database, SmtpSink mail, IReadOnlyCollection<Payment> done)
    {
        await Eventually.TrueAsync(async () => await CountAsync(database, "SELECT count(*) FROM operations WHERE state IN (1, 4)") == 0, "all is settled");
        // Whoever was killed while he sent a mail has two minutes for it; they are over now.
        await using (var command = database.CreateCommand("UPDATE mails SET next_try = now()"))
            await command.ExecuteNonQueryAsync();
        await Eventually.TrueAsync(async () => await CountAsync(database, "SELECT count(*) FROM mails") == 0, "all mails are sent");

        Assert.Empty(await Books.FindErrorsAsync(database));
        var paid = done.Where(payment => payment.Captured is not null).ToList();
        Assert.Equal(paid.Count, paid.DistinctBy(payment => payment.Captured!.TransactionId).Count());
        Assert.Equal(paid.Count, await CountAsync(database, "SELECT count(*) FROM sandbox.payments WHERE captured = 2500 AND refunded = 1500"));
        Assert.Equal(paid.Count, await CountAsync(database, "SELECT count(*) FROM sandbox.payments"));
        Assert.Equal(
            paid.Select(payment => $"receipt.{payment.Captured!.TransactionId}@shop.example").Order(),
            mail.Mails.Select(one => one.MessageId!).Where(id => id.StartsWith("receipt.", StringComparison.Ordinal)).Distinct().Order());
        Assert.Equal(paid.Count, mail.Mails.Select(one => one.MessageId!).Where(id => id.StartsWith("refund.", StringComparison.Ordinal)).Distinct().Count());
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>One payment, whole: authorized, captured, and two refunds at once of which there is money for one.</summary>
    private sealed class Payment(string token)
    {
        private readonly AuthorizeRequest authorize = PaymentsHost.NewRequest(token);
        private readonly string[] refunds = [Guid.NewGuid().ToString(), Guid.NewGuid().ToString()];

        public Transaction? Captured { get; private set; }

        /// <summary>How the last try failed, if it did.</summary>
        public string? Failure { get; private set; }

        /// <summary>Does it, or what is left of it; false when the service was killed meanwhile.</summary>
        public async Task<bool> TryAsync(Transactions.TransactionsClient client, Metadata asService)
        {
            try
            {
                var transaction = await client.AuthorizeAsync(authorize, asService);
                Captured = await client.CaptureAsync(new() { TransactionId = transaction.TransactionId, RequestId = $"capture {authorize.RequestId}" }, asService);
                var outcomes = await Task.WhenAll(refunds.Select(id => RefundAsync(client, asService, id)));
                Assert.Equal(1, outcomes.Count(done => done));
                Failure = null;
                return true;
            }
            catch (RpcException error) when (token == "sandbox-declined" && error.StatusCode is StatusCode.FailedPrecondition)
            {
                Failure = null;
                return true;
            }
            catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown)
            {
                Failure = $"{token}: {error.Status.StatusCode} {error.Status.Detail}";
                return false;
            }
        }

        private async Task<bool> RefundAsync(Transactions.TransactionsClient client, Metadata asService, string id)
        {
            try
            {
                await client.RefundAsync(
                    new() { TransactionId = Captured!.TransactionId, Amount = PaymentsHost.Money.ToMessage(1500), Reason = "damaged", RequestId = id }, asService);
                return true;
            }
            catch (RpcException error) when (error.StatusCode is StatusCode.FailedPrecondition)
            {
                return false;
            }
        }
    }
}
