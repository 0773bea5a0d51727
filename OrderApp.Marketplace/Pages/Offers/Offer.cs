using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Offers;

/// <summary>A book as the shop offers it.</summary>
/// <param name="Book">The book.</param>
/// <param name="Available">How many copies can be bought now; null when that is not known, and then nothing is promised.</param>
internal sealed record Offer(Book Book, int? Available)
{
    /// <summary>Copies of which it is worth saying how many are left.</summary>
    public const int Few = 5;

    /// <summary>The most copies of a book that a cart holds.</summary>
    public const int Most = 99;

    /// <summary>Whether it can be put into a cart, for all that is known.</summary>
    public bool CanBeBought => Book.Price is not null && Available is not 0;

    /// <summary>Makes a double click on its button one copy.</summary>
    public string RequestId { get; } = Guid.NewGuid().ToString();
}
