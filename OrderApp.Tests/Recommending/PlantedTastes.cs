namespace OrderApp.Tests.Recommending;

/// <summary>
/// A made-up shop: each customer has one of twelve tastes and buys mostly books of it, the better known ones more often, and now and
/// then a bestseller or anything at all. One book of each customer's taste is hidden, to be guessed.
/// </summary>
internal sealed class PlantedTastes
{
    private const int Tastes = 12;
    private const int BooksOfTaste = 40;
    private const int Customers = 600;
    private const int BooksOfCustomer = 9;

    private readonly Random random;
    private readonly Dictionary<int, HashSet<int>> known = [];
    private readonly int[] byPopularity;

    public PlantedTastes(int seed)
    {
        random = new(seed);
        for (var user = 1; user <= Customers; user++)
            Plant(user, taste: random.Next(Tastes));

        Purchases = [.. known.SelectMany(customer => customer.Value, (customer, book) => (User: customer.Key, Book: book)).OrderBy(_ => random.Next())];
        byPopularity = [.. Purchases.CountBy(bought => bought.Book).OrderByDescending(book => book.Value).Select(book => book.Key)];
    }

    public static IEnumerable<int> Books => Enumerable.Range(0, Tastes * BooksOfTaste);

    public List<(int User, int Book)> Purchases { get; }

    public List<(int User, int Book)> Hidden { get; } = [];

    public IEnumerable<int> MostPopularFor(int user, int count) => byPopularity.Where(book => !known[user].Contains(book)).Take(count);

    public IEnumerable<int> RandomFor(int user, int count) =>
        Books.Where(book => !known[user].Contains(book)).OrderBy(_ => random.Next()).Take(count);

    private void Plant(int user, int taste)
    {
        var books = new HashSet<int>();
        while (books.Count < BooksOfCustomer)
        {
            books.Add(random.NextDouble() switch
            {
                < 0.7 => OfTaste(taste),
                < 0.85 => random.Next(Tastes) * BooksOfTaste, // the best known of any taste
                _ => random.Next(Tastes * BooksOfTaste),
            });
        }

        var hidden = OfTaste(taste);
        books.Remove(hidden);
        known[user] = books;
        Hidden.Add((user, hidden));
    }

    private int OfTaste(int taste) => taste * BooksOfTaste + (int)(BooksOfTaste * Math.Pow(random.NextDouble(), 1.5));
}
