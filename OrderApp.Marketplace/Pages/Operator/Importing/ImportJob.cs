namespace OrderApp.Marketplace.Pages.Operator.Importing;

/// <summary>Where an import stands.</summary>
internal enum ImportState
{
    /// <summary>The file is there, and waits for its columns to be told.</summary>
    Uploaded,
    Running,
    Done,

    /// <summary>It broke off; what was stored stays, and it can be begun again.</summary>
    Failed,
}

/// <summary>A row that was not taken.</summary>
/// <param name="Line">The line of the file that it begins on.</param>
/// <param name="Column">The column's name, or the field's; empty: the whole row.</param>
/// <param name="Reason">Why, in English; the page translates what it knows.</param>
internal sealed record RefusedRow(int Line, string Column, string Reason);

/// <summary>A file on its way into the catalogue. What changes while it runs is read and written under its lock.</summary>
internal sealed class ImportJob
{
    private const int NamedRows = 1000;
    private readonly Lock gate = new();
    private readonly List<RefusedRow> refused = [];

    public required Guid Id { get; init; }

    /// <summary>The account of the operator whose it is: no other sees it.</summary>
    public required string Owner { get; init; }

    public required string FileName { get; init; }

    /// <summary>Where the file lies until it is imported.</summary>
    public required string Path { get; init; }

    public required long Length { get; init; }

    public required bool IsUtf8 { get; init; }

    public required IReadOnlyList<string> Header { get; init; }

    /// <summary>The first rows.</summary>
    public required IReadOnlyList<string[]> Preview { get; init; }

    public DateTimeOffset TouchTime { get; set; }

    public ImportFigures Figures { get; private set; } = new();

    /// <summary>The first thousand rows that were refused, by their lines.</summary>
    public IReadOnlyList<RefusedRow> Refused
    {
        get
        {
            lock (gate)
                return [.. refused.OrderBy(row => row.Line)];
        }
    }

    /// <summary>Begins it (again); false: it runs already, or is done.</summary>
    public bool TryBegin()
    {
        lock (gate)
        {
            if (Figures.State is ImportState.Running or ImportState.Done)
                return false;
            refused.Clear();
            Figures = new() { State = ImportState.Running };
            return true;
        }
    }

    public void Change(Func<ImportFigures, ImportFigures> change)
    {
        lock (gate)
            Figures = change(Figures);
    }

    public void Refuse(RefusedRow row)
    {
        lock (gate)
        {
            if (refused.Count < NamedRows)
                refused.Add(row);
        }
    }
}

/// <summary>How far an import is.</summary>
internal sealed record ImportFigures
{
    public ImportState State { get; init; }

    /// <summary>How much of the file is dealt with, 0 to 100.</summary>
    public int Percent { get; init; }

    public long Rows { get; init; }

    public long Created { get; init; }

    public long Updated { get; init; }

    public long Unchanged { get; init; }

    public long Refused { get; init; }

    /// <summary>Why it broke off (a key of the texts).</summary>
    public string? Failure { get; init; }
}
