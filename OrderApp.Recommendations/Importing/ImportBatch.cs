using System.Diagnostics.CodeAnalysis;

namespace OrderApp.Books.Importing;

/// <summary>Books that are stored together, in the order they came, each key once: the last one of a key counts.</summary>
internal sealed class ImportBatch(int capacity)
{
    private readonly OrderedDictionary<BookKey, BookRow> rows = new(capacity);

    public bool IsFull => rows.Count == capacity;

    public bool IsEmpty => rows.Count == 0;

    public BookRow[] Rows => [.. rows.Values];

    /// <summary>Adds a book; <paramref name="earlier"/> is the one of the same key that it takes the place of.</summary>
    public bool Replaces(BookRow row, [NotNullWhen(true)] out BookRow? earlier)
    {
        if (rows.TryAdd(row.Key, row))
        {
            earlier = null;
            return false;
        }

        earlier = rows[row.Key];
        rows[row.Key] = row;
        return true;
    }

    public void Clear() => rows.Clear();
}
