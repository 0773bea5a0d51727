using System.Globalization;
using Grpc.Net.Client;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Shop;

/// <summary>Puts books into a catalogue, through the import that is there for it.</summary>
internal static class CatalogueFilling
{
    private const int Books = 5000;
    private static readonly BookCategory[] Categories = Enum.GetValues<BookCategory>();

    public static async Task FillAsync(Uri address, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(address);
        using var call = new Catalogue.CatalogueClient(channel).ImportBooks(cancellationToken: cancellationToken);
        for (var number = 0; number < Books; number++)
            await call.RequestStream.WriteAsync(new() { Source = "benchmark", SourceId = Text(number), Book = Book(number) }, cancellationToken);
        await call.RequestStream.CompleteAsync();

        var answer = await call.ResponseAsync;
        if (answer.Created + answer.Updated + answer.Unchanged != Books)
            throw new InvalidOperationException($"the catalogue refused {answer.Refused} of {Books} books: {answer.Refusals.FirstOrDefault()?.Reason}");
    }

    private static Book Book(int number) => new()
    {
        Title = $"The Left Hand of Darkness, volume {number}",
        Authors = $"Author {number % 500}",
        Year = 1900 + number % 120,
        Language = "en",
        AverageRating = 1 + number % 40 / 10.0,
        RatingsCount = number * 7919 % 100_000,
        Category = Categories[number % Categories.Length],
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
