using System.Text;
using OrderApp.Marketplace.Pages;
using OrderApp.Marketplace.Pages.Operator.Importing;

namespace OrderApp.Tests.Marketplace;

public sealed class BookTableTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    [Theory]
    [InlineData("id,title,price", 0, 1, 2)]
    [InlineData("Book_ID,Original Title,PRICE", 0, 1, 2)]
    [InlineData("Цена,Артикул,Название", 1, 2, 0)]
    public void Columns_are_guessed_by_their_names(string header, int id, int title, int price)
    {
        var mapping = ColumnMapping.Guess(header.Split(','));

        Assert.Equal((id, title, price), (mapping[BookField.Id], mapping[BookField.Title], mapping[BookField.Price]));
        Assert.Null(mapping[BookField.Year]);
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData(',')]
    public async Task A_file_is_parted_as_spreadsheets_do_it_and_lines_are_told_as_an_editor_counts_them(char mark)
    {
        await WriteAsync(Encoding.UTF8, $"id{mark}title{mark}authors\n1{mark}\"Two\nlines\"{mark}A\n\n2{mark}Next{mark}B\n3{mark}Sh\"ort\"{mark}C\n");
        using var table = new BookTable(path, isUtf8: true);

        var rows = table.Rows().ToList();

        Assert.Equal(["id", "title", "authors"], table.Header);
        Assert.Equal([(2, "Two\nlines"), (5, "Next")], rows.Take(2).Select(row => (row.Line, row.Fields[1])));
    }

    [Fact]
    public async Task A_file_of_a_cyrillic_windows_is_read_as_such()
    {
        await WriteAsync(CodePagesEncodingProvider.Instance.GetEncoding(1251)!, "id;название\n1;Солярис\n");

        var isUtf8 = await BookTable.IsUtf8Async(path, TestContext.Current.CancellationToken);
        using var table = new BookTable(path, isUtf8);

        Assert.False(isUtf8);
        Assert.Equal(("название", "Солярис"), (table.Header[1], table.Rows().Single().Fields[1]));
    }

    [Fact]
    public void Figures_are_read_with_a_point_and_with_a_comma_and_a_row_without_its_own_price_has_the_lists()
    {
        var reader = Reader("id,title,price,year,average_rating", 9.99m);

        var book = reader.Read(new(2, ["7", "Solaris", "12,50", "1961.0", "4,2"], false), 5).Request!;
        var other = reader.Read(new(3, ["8", "Eden", "", "", ""], false), 5).Request!;

        Assert.Equal(("7", "list", 12.5m, 1961, 4.2), (book.SourceId, book.Source, book.Book.Price.DecimalValue, book.Book.Year, book.Book.AverageRating));
        Assert.Equal(9.99m, other.Book.Price.DecimalValue);
        Assert.False(other.Book.HasYear);
    }

    [Theory]
    [InlineData("price", "a lot", "not an amount")]
    [InlineData("price", "-1", "not an amount")]
    [InlineData("year", "soon", "not a whole number")]
    [InlineData("year", "1961.5", "not a whole number")]
    [InlineData("category", "cooking", "not a category of this shop")]
    [InlineData("ratings_count", "many", "not a whole number")]
    public void What_cannot_be_read_is_told_by_its_column(string column, string text, string problem)
    {
        var (request, place, told) = Reader($"title,{column}").Read(new(2, ["Solaris", text], false), 2);

        Assert.Null(request);
        Assert.Equal((1, problem), (place, told));
    }

    [Fact]
    public void A_row_of_another_length_or_with_an_open_quotation_mark_is_refused_whole()
    {
        var reader = Reader("id,title");

        Assert.Equal("not as many fields as the header has", reader.Read(new(2, ["1"], false), 2).Problem);
        Assert.Equal("a quotation mark is not closed or not doubled", reader.Read(new(2, ["1", "x"], true), 2).Problem);
    }

    [Fact]
    public void A_list_without_numbers_knows_its_books_again_by_what_they_are_called()
    {
        var reader = Reader("title,authors");

        string KeyOf(string title, string authors) => reader.Read(new(2, [title, authors], false), 2).Request!.SourceId;

        Assert.Equal(KeyOf("Solaris", "Lem"), KeyOf("solaris", "LEM"));
        Assert.NotEqual(KeyOf("Solaris", "Lem"), KeyOf("Solaris", "Other"));
    }

    public void Dispose() => File.Delete(path);

    private static BookReader Reader(string header, decimal? price = null) => new(
        ColumnMapping.Guess(header.Split(',')), "list", price is { } amount ? new() { CurrencyCode = "USD", DecimalValue = amount } : null, new Prices(new("USD")));

    private Task WriteAsync(Encoding encoding, string text) => File.WriteAllBytesAsync(path, encoding.GetBytes(text), TestContext.Current.CancellationToken);
}
