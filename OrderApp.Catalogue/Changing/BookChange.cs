using Microsoft.EntityFrameworkCore;
using OrderApp.Books.Common;
using OrderApp.Books.Importing;
using OrderApp.Books.Listing;
using OrderApp.Books.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Books.Changing;

/// <summary>UpdateBook: changes what the mask names, by the rules of an import.</summary>
internal sealed class BookChange(CatalogueDbContext database, BookRules rules, ShopMoney money)
{
    private static readonly Dictionary<string, Action<Book, Book>> Fields = new()
    {
        ["title"] = (to, from) => to.Title = from.Title,
        ["authors"] = (to, from) => to.Authors = from.Authors,
        ["isbn"] = (to, from) => to.Isbn = from.Isbn,
        ["language"] = (to, from) => to.Language = from.Language,
        ["ratings_count"] = (to, from) => to.RatingsCount = from.RatingsCount,
        ["price"] = (to, from) => to.Price = from.Price,
        ["hidden"] = (to, from) => to.Hidden = from.Hidden,
        ["year"] = (to, from) =>
        {
            to.ClearYear();
            if (from.HasYear)
                to.Year = from.Year;
        },
        ["average_rating"] = (to, from) =>
        {
            to.ClearAverageRating();
            if (from.HasAverageRating)
                to.AverageRating = from.AverageRating;
        },
        ["category"] = (to, from) =>
        {
            to.ClearCategory();
            if (from.HasCategory)
                to.Category = from.Category;
        },
    };

    public async Task<Book> MakeAsync(UpdateBookRequest request, CancellationToken cancellationToken)
    {
        var (wanted, paths) = Check(request);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // Of two changes at once the second one begins with what the first one made.
        var listed = await database.Books.FromSql($"SELECT * FROM books WHERE id = {wanted.Id} FOR UPDATE").Select(ListedBook.FromBook)
            .SingleOrDefaultAsync(cancellationToken) ?? throw BookErrors.NotFound(wanted.Id);
        var before = listed.ToMessageWithEtag(money);
        var book = listed.ToMessage(money);
        foreach (var path in paths)
            Fields[path](book, wanted);
        if (rules.Refuse(book) is { } problem)
            throw BookErrors.Refused(problem);
        // Sent again, as its answer was lost, it is no change and no conflict with itself.
        if (book.Equals(listed.ToMessage(money)))
            return before;
        if (wanted.Etag.Length > 0 && wanted.Etag != before.Etag)
            throw BookErrors.Changed();

        var row = rules.ToRow(default, book);
        var (searchText, titleKey) = (SearchText.Of(row.Title, row.Authors), SearchText.TitleKey(row.Title));
        await database.Books.Where(stored => stored.Id == wanted.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(stored => stored.Title, row.Title).SetProperty(stored => stored.Authors, row.Authors)
                .SetProperty(stored => stored.Year, row.Year).SetProperty(stored => stored.Isbn, row.Isbn)
                .SetProperty(stored => stored.Language, row.Language).SetProperty(stored => stored.AverageRating, row.AverageRating)
                .SetProperty(stored => stored.RatingsCount, row.RatingsCount).SetProperty(stored => stored.Category, row.Category)
                .SetProperty(stored => stored.Price, row.Price).SetProperty(stored => stored.SearchText, searchText)
                .SetProperty(stored => stored.TitleKey, titleKey).SetProperty(stored => stored.Hidden, book.Hidden),
            cancellationToken);
        var changed = await database.Books.Where(stored => stored.Id == wanted.Id).Select(ListedBook.FromBook).SingleAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return changed.ToMessageWithEtag(money);
    }

    private static (Book Book, IReadOnlyList<string> Paths) Check(UpdateBookRequest request)
    {
        if (request.Book is not { } book)
            throw GrpcErrors.InvalidArgument("book", "must be given");
        if (book.Id < 1)
            throw GrpcErrors.InvalidArgument("book.id", "must be at least 1");
        if (request.UpdateMask is not { Paths.Count: > 0 } mask)
            throw GrpcErrors.InvalidArgument("update_mask", "must name what to change");
        return mask.Paths.FirstOrDefault(path => !Fields.ContainsKey(path)) is { } unknown
            ? throw GrpcErrors.InvalidArgument("update_mask", $"may hold {string.Join(", ", Fields.Keys)}, not \"{unknown}\"")
            : (book, mask.Paths);
    }
}
