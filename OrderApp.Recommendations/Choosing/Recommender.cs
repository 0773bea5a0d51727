using OrderApp.Protos;

namespace OrderApp.Recommending.Choosing;

/// <summary>
/// Chooses books that a customer may like: first what was bought together with theirs, then the best rated, then any.
/// What the customer has ordered is not chosen. A customer who is unknown gets a random choice.
/// </summary>
internal sealed class Recommender(BoughtTogether together, BookChoices choices)
{
    /// <summary>Chooses different books of a category.</summary>
    /// <param name="userId">The customer; less than 1 when unknown.</param>
    /// <param name="category">The category.</param>
    /// <param name="count">How many at the most.</param>
    /// <param name="cancellationToken">Ends the choice.</param>
    public async Task<IReadOnlyList<RecommendedBook>> ChooseAsync(
        int userId, BookCategory category, int count, CancellationToken cancellationToken)
    {
        if (userId < 1)
            return await choices.AnyAsync(category, count, cancellationToken);

        var chosen = await together.ChooseAsync(userId, category, count, cancellationToken);
        if (chosen.Count < count)
            chosen.AddRange(await choices.BestRatedAsync(userId, category, Ids(chosen), count - chosen.Count, cancellationToken));
        if (chosen.Count < count)
            chosen.AddRange(await choices.UnratedAsync(userId, category, Ids(chosen), count - chosen.Count, cancellationToken));
        return chosen;
    }

    /// <summary>False before the catalogue was read for the first time.</summary>
    public Task<bool> KnowsBooksAsync(CancellationToken cancellationToken) => choices.AreThereAnyAsync(cancellationToken);

    private static int[] Ids(List<RecommendedBook> books) => [.. books.Select(book => book.Id)];
}

/// <summary>A book that was chosen.</summary>
internal sealed record RecommendedBook(int Id, string Title);
