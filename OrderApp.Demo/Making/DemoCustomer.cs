using OrderApp.Protos;

namespace OrderApp.Demo.Making;

/// <summary>A customer, and what he does in the shop.</summary>
/// <param name="Name">What he is called.</param>
/// <param name="Email">Where his mails go: an address that nobody can have (RFC 2606).</param>
/// <param name="Language">Of his mails.</param>
/// <param name="Address">Where his books go.</param>
/// <param name="Purchases">What he buys, one after another.</param>
/// <param name="Note">An order of the kind that has a name only and is not paid, and what becomes of it; null: he makes none.</param>
/// <param name="Reviews">What he thinks.</param>
internal sealed record DemoCustomer(
    string Name, string Email, string Language, Address Address, IReadOnlyList<DemoPurchase> Purchases, DemoNote? Note, IReadOnlyList<DemoReview> Reviews);

/// <summary>What is bought at once, by the books' numbers, and what becomes of it.</summary>
internal sealed record DemoPurchase(IReadOnlyList<(int Book, int Copies)> Lines, Fate Fate);

/// <summary>An order that was never paid.</summary>
internal sealed record DemoNote(string Name, bool IsCancelled);

/// <summary>What a customer thinks of a book, by its number.</summary>
internal sealed record DemoReview(int Book, int Rating, string Text, string? HiddenReason);

/// <summary>What becomes of a purchase.</summary>
internal enum Fate
{
    /// <summary>It is paid and waits to be sent.</summary>
    Waits,
    Shipped,
    Delivered,

    /// <summary>It is cancelled before it is sent: the shop pays it back and puts the copies back.</summary>
    Cancelled,

    /// <summary>It was delivered, and one of its lines is paid back.</summary>
    PartlyRefunded,

    /// <summary>It was delivered, and all of it is paid back.</summary>
    Refunded,
}
