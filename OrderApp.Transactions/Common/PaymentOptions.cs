using System.ComponentModel.DataAnnotations;

namespace OrderApp.Payments.Common;

/// <summary>The settings under <c>Payments</c>.</summary>
internal sealed class PaymentOptions
{
    /// <summary>How long the provider may take for an answer; then reconciliation finds out what became of the call.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan ProviderTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often reconciliation looks for calls whose answer is not known, when nothing wakes it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan ReconcileEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long who calls the provider is left alone; then he counts as gone. Longer than <see cref="ProviderTimeout"/>, so that two rarely do the same.</summary>
    public TimeSpan Lease => ProviderTimeout + TimeSpan.FromSeconds(1);

    /// <summary>How long a caller without a deadline waits for the outcome of what is under way.</summary>
    public TimeSpan Patience => Lease + Lease;
}
