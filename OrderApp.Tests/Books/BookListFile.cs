using System.Globalization;
using System.Text;

namespace OrderApp.Tests.Books;

/// <summary>CSV files of books for tests: the real list of ten thousand where it is at hand, and lists of a test's own.</summary>
internal sealed class BookListFile : IDisposable
{
    private const int BooksOfGoodbooks = 10_000;
    private readonly bool ours;

    private BookListFile(string path, bool ours) => (Path, this.ours) = (path, ours);

    public string Path { get; }

    public static BookListFile Of(string text, bool withByteOrderMark = false) =>
        Of([.. withByteOrderMark ? Encoding.UTF8.GetPreamble() : [], .. Encoding.UTF8.GetBytes(text)]);

    public static BookListFile Of(byte[] bytes)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"books-{Guid.NewGuid():N}.csv");
        File.WriteAllBytes(path, bytes);
        return new(path, ours: true);
    }

    /// <summary>The goodbooks-10k list beside the project, or one made up in its form.</summary>
    public static BookListFile TenThousand()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, "..", "shared", "data", "goodbooks", "books.csv");
            if (File.Exists(path))
                return new(path, ours: false);
        }
        return Of(MadeUp());
    }

    public void Dispose()
    {
        if (ours)
            File.Delete(Path);
    }

    private static string MadeUp()
    {
        var text = new StringBuilder("book_id,isbn,authors,original_publication_year,original_title,title,language_code,average_rating,ratings_count\n");
        for (var id = 1; id <= BooksOfGoodbooks; id++)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{id},{439000000 + id},\"Author {id % 900}, Zoë Ünal\",{1900 + id % 120}.0,Tale {id},\"Tale {id} (The \"\"Long\"\" Tales, #{id % 12})\",eng,{3 + id % 200 / 100.0},{2_000_000 / id}");
        }
        return text.ToString();
    }
}
