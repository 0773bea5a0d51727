using OrderApp.Payments.Common;
using OrderApp.Payments.Providers;

namespace OrderApp.Payments.Settling;

/// <summary>A call of the provider that is written down and now to be made. What is null is not needed for its kind.</summary>
internal sealed record PendingOperation(Guid Id, OperationKind Kind, long Amount, string? Reference, PaymentToken? Token)
{
    /// <summary>The provider's idempotency key.</summary>
    public string Key => Id.ToString();
}
