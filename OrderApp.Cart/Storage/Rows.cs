using OrderApp.Buying.Common;

namespace OrderApp.Buying.Storage;

/// <summary>A cart; its lines in the order in which the books were added.</summary>
internal sealed record CartRow
{
    public required CartKind Kind { get; init; }

    public required Guid Id { get; init; }

    public required int[] BookIds { get; init; }

    public required int[] Quantities { get; init; }

    /// <summary>Of all carts' changes no two have the same: a cart that was removed and filled again is another.</summary>
    public required long Version { get; init; }

    public required DateTime UpdatedAt { get; init; }
}

/// <summary>An AddItem that was done, by its caller's key.</summary>
internal sealed record CartRequestRow
{
    public required CartKind Kind { get; init; }

    public required Guid CartId { get; init; }

    public required string RequestId { get; init; }

    public required int BookId { get; init; }

    public required int Quantity { get; init; }

    public required DateTime CreatedAt { get; init; }
}

/// <summary>Who has used a promotion, or is about to. The primary key decides it.</summary>
internal sealed record PromotionUseRow
{
    public required string Promotion { get; init; }

    public required CartKind Kind { get; init; }

    public required Guid CustomerId { get; init; }

    public required Guid CheckoutId { get; init; }
}

/// <summary>A campaign for a promotion.</summary>
internal sealed record CampaignRow
{
    public required Guid Id { get; init; }

    public required string Promotion { get; init; }

    /// <summary>The operator's account.</summary>
    public required string StartedBy { get; init; }

    public required string RequestId { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>The last account that was looked at.</summary>
    public required Guid LastAccount { get; init; }

    /// <summary>When all had been looked at.</summary>
    public DateTime? GatheredAt { get; init; }
}

/// <summary>A mail of a campaign: the primary key lets an account have one. The address is asked for when it is sent; none is stored.</summary>
internal sealed record CampaignMailRow
{
    public required Guid CampaignId { get; init; }

    public required Guid AccountId { get; init; }

    public required CampaignMailState State { get; init; }

    public required int Tries { get; init; }

    public required DateTime NextTry { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? SentAt { get; init; }
}

/// <summary>What became of a mail. Values are stored.</summary>
internal enum CampaignMailState : short
{
    Waiting = 1,
    Sent = 2,
    Skipped = 3,
    Failed = 4,
}

/// <summary>How far the order events were dealt with.</summary>
internal sealed record FeedPositionRow
{
    public const int OnlyId = 1;

    public required int Id { get; init; }

    public required string ResumeToken { get; init; }
}

/// <summary>A checkout: what is bought, how far it is, and who is at it.</summary>
internal sealed record CheckoutRow
{
    public required Guid Id { get; init; }

    public required CartKind Kind { get; init; }

    public required Guid CartId { get; init; }

    /// <summary>Null once a refusal has given it back.</summary>
    public string? RequestId { get; init; }

    public required byte[] Fingerprint { get; init; }

    public required Guid OrderUuid { get; init; }

    /// <summary>A <c>Purchase</c>; without email and address once the checkout has ended.</summary>
    public required string Purchase { get; init; }

    /// <summary>Erased when the payment is authorized, or will never be.</summary>
    public string? PaymentToken { get; init; }

    public string? TransactionId { get; init; }

    public required CheckoutState State { get; init; }

    public required CheckoutStep Step { get; init; }

    public string? FailureReason { get; init; }

    public string? FailureMetadata { get; init; }

    public string? LastError { get; init; }

    public required int Tries { get; init; }

    /// <summary>When anybody may run it: until then it is somebody's, or pauses. Null when there is nothing to be done.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>Who runs it; null while it pauses.</summary>
    public Guid? Run { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? CancelledAt { get; init; }

    /// <summary>The trace that it began in (W3C).</summary>
    public string? TraceParent { get; init; }
}

/// <summary>What becomes of a checkout. Values are those of cart.CheckoutStatus.State.</summary>
internal enum CheckoutState : short
{
    Pending = 1,
    Completed = 2,
    Failed = 3,
}

/// <summary>What is to be done next. Values are stored.</summary>
internal enum CheckoutStep : short
{
    /// <summary>Nothing.</summary>
    Done = 0,

    // Forward: buying.
    Reserve = 1,
    Authorize = 2,
    Order = 3,
    Capture = 4,
    Confirm = 5,
    Clear = 6,

    // Back: undoing, in the reverse order.
    CancelOrder = 11,
    GiveMoneyBack = 12,
    Release = 13,
    Fail = 14,

    // Afterwards: the order was cancelled.
    Refund = 21,
    Return = 22,
    MarkRefunded = 23,
}
