using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages;

/// <summary>The form that orders a book. Its request id makes a double click, or a reload, one order.</summary>
internal sealed record OrderForm(Book Book, string RequestId)
{
    public static OrderForm For(Book book) => new(book, Guid.NewGuid().ToString());
}
