namespace OrderApp.Demo;

/// <summary>What was added to the shop; nothing where all of it was there.</summary>
/// <param name="Books">How many books.</param>
/// <param name="Customers">The addresses of the new accounts.</param>
/// <param name="Orders">How many orders.</param>
/// <param name="Reviews">How many reviews.</param>
public sealed record DemoReport(int Books, IReadOnlyList<string> Customers, int Orders, int Reviews)
{
    /// <summary>For people.</summary>
    public override string ToString() => (Books, Customers.Count, Orders, Reviews) is (0, 0, 0, 0)
        ? "All of the demo data was there already."
        : $"Added {Books} books, {Customers.Count} customers, {Orders} orders and {Reviews} reviews.";
}
