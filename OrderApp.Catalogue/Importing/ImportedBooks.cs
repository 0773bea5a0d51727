using Microsoft.EntityFrameworkCore;
using OrderApp.Books.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Books.Importing;

/// <summary>FindImportedBooks: which books of the catalogue those of a list have become.</summary>
internal sealed class ImportedBooks(CatalogueDbContext database)
{
    private const int MostIds = 1000;

    public async Task<FindImportedBooksResponse> FindAsync(FindImportedBooksRequest request, CancellationToken cancellationToken)
    {
        // As they are stored.
        var source = TextRules.Check("source", request.Source, BookLimits.Source, required: true).Trim();
        if (request.SourceIds.Count > MostIds)
            throw GrpcErrors.InvalidArgument("source_ids", $"must be at most {MostIds}, are {request.SourceIds.Count}");
        string[] ids = [.. request.SourceIds.Select(id => TextRules.Check("source_ids", id, BookLimits.Source).Trim())];
        var found = await database.Books.Where(book => book.Source == source && ids.Contains(book.SourceId))
            .Select(book => new FindImportedBooksResponse.Types.ImportedBook { SourceId = book.SourceId, BookId = book.Id })
            .ToListAsync(cancellationToken);
        return new() { Books = { found } };
    }
}
