using System.Net.Http.Json;
using System.Text.Json;
using OrderApp.Benchmarks.Load;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>A customer's way through the shop: to one of its books, to an order of it and to that order's page.</summary>
internal sealed class ShopVisit(IReadOnlyList<(int Id, string Title, string? Category)> books)
{
    public const string Order = "order";

    private const int Customers = 1000;
    private const string Home = "home", Catalogue = "catalogue", Book = "book", Recommend = "recommend", Track = "track";
    private readonly string run = Guid.NewGuid().ToString("N");

    public static IReadOnlyList<string> Steps { get; } = [Home, Catalogue, Book, Recommend, Order, Track];

    /// <exception cref="InvalidOperationException">The shop has no books.</exception>
    public static async Task<ShopVisit> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = address };
        var page = await http.GetFromJsonAsync<JsonElement>("/books?pageSize=100", cancellationToken);
        return page.TryGetProperty("books", out var books) && books.GetArrayLength() > 0
            ? new([.. books.EnumerateArray().Select(Read)])
            : throw new InvalidOperationException("the shop has no books to order");
    }

    public async Task GoAsync(HttpClient http, long number, StepTally tally)
    {
        var (id, title, category) = books[(int)(number % books.Count)];
        var customer = 1 + number % Customers;

        await SendAsync(Home, Get("/"));
        await SendAsync(Catalogue, Get(category is null ? "/catalogue" : $"/catalogue?category={category}"));
        await SendAsync(Book, Get($"/catalogue/{id}"));
        await SendAsync(Recommend, Get($"/recommendations?userId={customer}&category={category ?? "MYSTERY"}"));
        var made = await SendAsync(Order, Post(title, id, customer, $"{run}-{number}"));
        if (made is not null)
            await SendAsync(Track, Get($"/orders/{UuidOf(made)}"));

        Task<byte[]?> SendAsync(string step, HttpRequestMessage request) => HttpSender.SendAsync(http, request, tally.Of(step));
    }

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    private static HttpRequestMessage Post(string name, int bookId, long userId, string key) => new(HttpMethod.Post, "/order")
    {
        Content = JsonContent.Create(new { name, bookId, userId }),
        Headers = { { "Idempotency-Key", key } },
    };

    private static (int Id, string Title, string? Category) Read(JsonElement book) => (
        book.GetProperty("id").GetInt32(), book.GetProperty("title").GetString()!,
        book.TryGetProperty("category", out var category) ? category.GetString() : null);

    private static string UuidOf(byte[] answer)
    {
        using var message = JsonDocument.Parse(answer);
        return message.RootElement.GetProperty("order").GetProperty("uuid").GetString()!;
    }
}
