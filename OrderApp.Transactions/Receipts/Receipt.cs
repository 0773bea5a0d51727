using OrderApp.Payments.Storage;

namespace OrderApp.Payments.Receipts;

/// <summary>What a mail tells of: money that was taken or, where <see cref="Refund"/> is there, paid back. Amounts are in the currency's smallest unit.</summary>
internal sealed record Receipt(
    Guid Id, Guid TransactionId, Guid OrderUuid, string Email, string Language, string Promotion, DateTime Time, long Captured, ReceiptContent Content,
    Receipt.RefundPart? Refund)
{
    /// <summary>Said once for each transaction and each refund; who gets a mail again, as it is sent at least once, knows it by this.</summary>
    public string Key => Refund is null ? $"receipt.{TransactionId}" : $"refund.{Id}";

    /// <summary>What is paid back now, what was in all so far, and why.</summary>
    internal sealed record RefundPart(long Amount, long Sum, string Reason);
}
