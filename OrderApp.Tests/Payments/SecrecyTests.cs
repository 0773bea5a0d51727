using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Payments;

public sealed class SecrecyTests(PostgresServer postgres)
{
    [Fact]
    public async Task No_payment_token_and_no_address_is_logged_traced_or_kept()
    {
        const string Unknown = "secret-token-of-a-card";
        using var log = new ComplaintLog();
        var spans = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue(
                $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.SelectMany(one => one.Tags))}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await PaymentsHost.StartAsync(
            postgres,
            services => services.AddLogging(logging =>
            {
                logging.AddProvider(log);
                logging.AddFilter<ComplaintLog>(null, LogLevel.Trace);
            }),
            ("Payments:ProviderTimeout", "00:00:00.3"));
        string[] secrets = [Unknown, "sandbox-lost", "grace@example.com"];
        Array.ForEach(secrets, log.Forbid);

        await Refusal.OfAsync(() => host.AuthorizeAsync(PaymentsHost.NewRequest(Unknown)));
        await Refusal.OfAsync(() => host.AuthorizeAsync(PaymentsHost.NewRequest(Unknown + "\n")));
        var request = PaymentsHost.NewRequest("sandbox-lost");
        request.Email = "grace@example.com";
        await host.PayAsync(request);
        await host.Mail.FindAsync("grace@example.com", "Your receipt");

        // The platform calls it an error that the schema is not there yet when the service starts.
        Assert.DoesNotContain(log.Complaints, line => line.StartsWith("a secret", StringComparison.Ordinal));
        Assert.Contains(spans, span => span.Contains("transactions.Transactions", StringComparison.Ordinal));
        Assert.DoesNotContain(spans, span => secrets.Any(secret => span.Contains(secret, StringComparison.Ordinal)));
        Assert.Equal(0, await host.ScalarAsync<long>("SELECT count(*) FROM operations WHERE token IS NOT NULL"));
    }
}
