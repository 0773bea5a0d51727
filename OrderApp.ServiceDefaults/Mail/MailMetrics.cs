using System.Diagnostics.Metrics;

namespace OrderApp.ServiceDefaults.Mail;

/// <summary>The meter <c>OrderApp.Mail</c>.</summary>
public sealed class MailMetrics : IDisposable
{
    private readonly Meter meter;

    /// <summary>Makes the meter.</summary>
    public MailMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        meter = factory.Create("OrderApp.Mail");
        Sent = meter.CreateCounter<long>("mails.sent", "{mail}", "Mails that the mail server took");
        Failed = meter.CreateCounter<long>("mails.failed", "{try}", "Tries to send a mail that failed");
    }

    /// <summary>Mails that the mail server took.</summary>
    public Counter<long> Sent { get; }

    /// <summary>Tries that failed.</summary>
    public Counter<long> Failed { get; }

    /// <inheritdoc />
    public void Dispose() => meter.Dispose();
}
