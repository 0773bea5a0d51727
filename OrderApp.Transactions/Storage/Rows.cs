using OrderApp.Payments.Common;
using OrderApp.Protos;

namespace OrderApp.Payments.Storage;

/// <summary>One payment. Amounts are in the currency's smallest unit.</summary>
internal sealed class TransactionRow
{
    public required Guid Id { get; init; }

    public required Guid OrderUuid { get; init; }

    public Guid? CustomerId { get; init; }

    public required Transaction.Types.State State { get; init; }

    public required long Authorized { get; init; }

    public required long Captured { get; init; }

    public required long Refunded { get; init; }

    /// <summary>What is being paid back; it counts, so that refunds in a race stay within what was captured.</summary>
    public required long Refunding { get; init; }

    /// <summary>Whether the provider is being asked to authorize, capture or void; until its answer is known nothing else moves it.</summary>
    public required bool Moving { get; init; }

    /// <summary>
    /// Whether the order can have no other payment: as long as this one is not declined or voided, and for good when the order itself was voided.
    /// </summary>
    public required bool HoldsOrder { get; init; }

    /// <summary>What the provider calls the payment.</summary>
    public string? Reference { get; init; }

    public required string Promotion { get; init; }

    public required string Email { get; init; }

    /// <summary>"en" or "ru".</summary>
    public required string Language { get; init; }

    /// <summary>What the receipt lists (<see cref="ReceiptContent"/>).</summary>
    public required string Receipt { get; init; }

    public required DateTime CreateTime { get; init; }

    public required DateTime UpdateTime { get; init; }
}

/// <summary>
/// One request and the one call of the provider that it makes, written before the call; its id is the provider's idempotency key. What the request was
/// answered stands in result_*.
/// </summary>
internal sealed class OperationRow
{
    public required Guid Id { get; init; }

    public required Guid TransactionId { get; init; }

    public required string Caller { get; init; }

    public required string RequestId { get; init; }

    public required byte[] Fingerprint { get; init; }

    public required OperationKind Kind { get; init; }

    public required OperationState State { get; init; }

    public required long Amount { get; init; }

    /// <summary>The provider's token, needed to repeat a call that was cut off; erased with the answer.</summary>
    public string? Token { get; init; }

    /// <summary>Why money is paid back.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether a void closes the order for good.</summary>
    public required bool ClosesOrder { get; init; }

    public required int Tries { get; init; }

    /// <summary>When who makes the call counts as gone.</summary>
    public required DateTime NextTry { get; init; }

    public required DateTime CreateTime { get; init; }

    public Transaction.Types.State? ResultState { get; init; }

    public long? ResultAuthorized { get; init; }

    public long? ResultCaptured { get; init; }

    public long? ResultRefunded { get; init; }

    public DateTime? ResultTime { get; init; }
}

/// <summary>Where an operation stands. The numbers are stored.</summary>
internal enum OperationState : short
{
    /// <summary>The provider is being asked.</summary>
    Intended = 1,
    Done = 2,

    /// <summary>The provider refused.</summary>
    Failed = 3,

    /// <summary>The provider was asked and has not answered.</summary>
    Unknown = 4,
}

/// <summary>A mail that is to be sent: of the operation with this id. Its text is made when it is sent.</summary>
internal sealed class MailRow
{
    public required Guid Id { get; init; }

    public required DateTime CreateTime { get; init; }

    public required DateTime NextTry { get; init; }

    public required int Tries { get; init; }
}

/// <summary>What a receipt lists, as it is stored. Amounts are in the currency's smallest unit.</summary>
internal sealed record ReceiptContent(long Discount, IReadOnlyList<ReceiptContent.Line> Lines)
{
    internal sealed record Line(string Title, int Quantity, int Free, long UnitPrice, long Total);
}
