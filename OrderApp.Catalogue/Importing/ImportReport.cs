using OrderApp.Protos;

namespace OrderApp.Books.Importing;

/// <summary>What became of the books of an import.</summary>
internal sealed class ImportReport
{
    private const int NamedRefusals = 100;

    private readonly List<ImportBooksResponse.Types.Refusal> refusals = [];
    private long refused;

    public long Received { get; private set; }

    public long Created { get; private set; }

    public long Updated { get; private set; }

    public long Unchanged { get; private set; }

    public void Receive() => Received++;

    public void Refuse(string reason)
    {
        refused++;
        if (refusals.Count < NamedRefusals)
            refusals.Add(new() { Position = Received, Reason = reason });
    }

    /// <summary>Counts a book whose place in the batch a later one took: an update, had it been stored by itself.</summary>
    public void Replace(bool changed)
    {
        if (changed)
            Updated++;
        else
            Unchanged++;
    }

    public void Store(int rows, int created, int updated)
    {
        Created += created;
        Updated += updated;
        Unchanged += rows - created - updated;
    }

    public ImportBooksResponse ToMessage() => new()
    {
        Received = Received,
        Created = Created,
        Updated = Updated,
        Unchanged = Unchanged,
        Refused = refused,
        Refusals = { refusals },
    };
}
