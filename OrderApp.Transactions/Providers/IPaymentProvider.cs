namespace OrderApp.Payments.Providers;

/// <summary>
/// Who moves the money. This is the place for a real provider: it is registered in PaymentSetup instead of <see cref="SandboxProvider"/>.
/// Every call has an idempotency key, and may come again with it: after a timeout, after this process was killed, from another replica. The provider
/// does each key once and answers alike each time. Amounts are in the smallest unit of the shop's currency. An exception means that nothing is
/// known: the call is found out about by <see cref="FindAsync"/>, and repeated where that finds nothing. Calls are cancelled after
/// Payments:ProviderTimeout.
/// </summary>
internal interface IPaymentProvider
{
    /// <summary>Sets an amount aside. The answer's reference names the payment in the calls that follow.</summary>
    Task<ProviderAnswer> AuthorizeAsync(string key, long amount, PaymentToken token, CancellationToken cancellationToken);

    /// <summary>Takes what was set aside.</summary>
    Task<ProviderAnswer> CaptureAsync(string key, string reference, long amount, CancellationToken cancellationToken);

    /// <summary>Gives up what was set aside.</summary>
    Task<ProviderAnswer> VoidAsync(string key, string reference, CancellationToken cancellationToken);

    /// <summary>Pays back.</summary>
    Task<ProviderAnswer> RefundAsync(string key, string reference, long amount, CancellationToken cancellationToken);

    /// <summary>What the call with this key was answered; null when it never arrived.</summary>
    Task<ProviderAnswer?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>What the provider tells by itself, as a webhook would bring it: outcomes, also of calls that were answered already.</summary>
    IAsyncEnumerable<(string Key, ProviderAnswer Answer)> NotificationsAsync(CancellationToken cancellationToken);
}

/// <summary>The provider's answer: whether it did what it was asked, and its name of the payment.</summary>
internal sealed record ProviderAnswer(bool Accepted, string Reference);

/// <summary>The provider's token for a customer's means of payment. It cannot get into a log or a span by being written.</summary>
internal sealed class PaymentToken(string value)
{
    public string Reveal() => value;

    public override string ToString() => "(payment token)";
}
