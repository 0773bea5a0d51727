using Google.Protobuf.WellKnownTypes;
using Npgsql;
using OrderApp.Protos;

namespace OrderApp.Reviewing.Storage;

/// <summary>A review as statements return it.</summary>
/// <param name="Review">The review as everybody sees it.</param>
/// <param name="CustomerId">Its author; null when the account was deleted.</param>
/// <param name="HiddenReason">Why it is hidden; null: it is not.</param>
internal sealed record StoredReview(Review Review, Guid? CustomerId, string? HiddenReason)
{
    /// <summary>What <see cref="Read"/> takes, of the table reviews: a purchase counts as long as it stands.</summary>
    public const string Columns =
        """
        id, book_id, author_name, rating, text, create_time, update_time, customer_id, hidden_reason,
        was_verified OR EXISTS (SELECT FROM purchases WHERE purchases.customer_id = reviews.customer_id AND purchases.book_id = reviews.book_id)
        """;

    public static StoredReview Read(NpgsqlDataReader row) => new(
        new()
        {
            ReviewId = row.GetGuid(0).ToString(),
            BookId = row.GetInt32(1),
            AuthorName = row.IsDBNull(2) ? "" : row.GetString(2),
            Rating = row.GetInt16(3),
            Text = row.GetString(4),
            CreateTime = row.GetDateTime(5).ToTimestamp(),
            UpdateTime = row.GetDateTime(6).ToTimestamp(),
            VerifiedPurchase = row.GetBoolean(9),
        },
        row.IsDBNull(7) ? null : row.GetGuid(7),
        row.IsDBNull(8) ? null : row.GetString(8));

    /// <summary>The message for everybody.</summary>
    public Review ToMessage() => Review.Clone();

    /// <summary>The message for the author: with whether it is hidden, and why.</summary>
    public Review ToAuthor()
    {
        var message = ToMessage();
        message.Hidden = HiddenReason is not null;
        message.HiddenReason = HiddenReason ?? "";
        return message;
    }

    /// <summary>The message for operators: with who wrote it, too.</summary>
    public Review ToOperator()
    {
        var message = ToAuthor();
        message.CustomerId = CustomerId?.ToString() ?? "";
        return message;
    }
}
