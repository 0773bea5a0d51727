namespace OrderApp.Reviewing.Storage;

/// <summary>What a customer thinks of a book.</summary>
internal sealed record ReviewRow
{
    /// <summary>Of version 7, so that the newest review has the highest.</summary>
    public required Guid Id { get; init; }

    public required int BookId { get; init; }

    /// <summary>The author's account; null when it was deleted.</summary>
    public Guid? CustomerId { get; init; }

    /// <summary>Null with <see cref="CustomerId"/>.</summary>
    public string? AuthorName { get; init; }

    public required short Rating { get; init; }

    public required string Text { get; init; }

    /// <summary>Why it is hidden; null: it is not.</summary>
    public string? HiddenReason { get; init; }

    /// <summary>Whether the author had bought the book when the account was deleted; as long as there is an author, the purchases tell.</summary>
    public required bool WasVerified { get; init; }

    public required DateTime CreateTime { get; init; }

    public required DateTime UpdateTime { get; init; }
}

/// <summary>How a book is rated. The trigger keep_ratings of the reviews writes it.</summary>
internal sealed record RatingsRow
{
    public required int BookId { get; init; }

    /// <summary>How many reviews that are not hidden rate it 1, 2, 3, 4 and 5.</summary>
    public required int[] Histogram { get; init; }
}

/// <summary>That an order, paid and neither cancelled nor refunded, has a book.</summary>
internal sealed record PurchaseRow
{
    public required Guid OrderId { get; init; }

    public required int BookId { get; init; }

    public required Guid CustomerId { get; init; }
}

/// <summary>A request that was done under a key of its caller's.</summary>
internal sealed record RequestRow
{
    /// <summary>The "sub" of the token that it came with: of an account its id.</summary>
    public required string Caller { get; init; }

    public required string RequestId { get; init; }

    public required byte[] Fingerprint { get; init; }

    /// <summary>The message that was answered. Set in the transaction that made the row.</summary>
    public required byte[] Answer { get; init; }

    public required DateTime StoredTime { get; init; }
}

/// <summary>How far other services were followed, in its only row.</summary>
internal sealed record FollowedRow
{
    public const int OnlyId = 1;

    public required int Id { get; init; }

    /// <summary>The last order event that was dealt with; changes only together with the purchases. Null: all orders have to be read.</summary>
    public string? OrdersToken { get; init; }

    /// <summary>The place in the user service's list up to which deleted accounts were struck out for good.</summary>
    public required long DeletedAccountsSequence { get; init; }
}
