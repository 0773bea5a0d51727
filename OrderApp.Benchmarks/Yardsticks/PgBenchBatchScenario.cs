using Microsoft.EntityFrameworkCore;
using OrderApp.Benchmarks.Shop;
using OrderApp.Orders.Storage;

namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>The statement by which the order service stores a batch, on tables like its own.</summary>
internal sealed record PgBenchBatchScenario(string Name, string Title, IReadOnlyList<int> Clients, int Rows) : PgBenchScenario(Name, Title, Clients, Rows)
{
    private const string DatabaseName = "yardstick_batch";

    protected override async Task<PgBenchScript> PrepareAsync(OwnShop shop, CancellationToken cancellationToken)
    {
        if (await shop.Database.TryCreateAsync(DatabaseName, cancellationToken))
        {
            await using var schema = new OrderDbContext(
                new DbContextOptionsBuilder<OrderDbContext>().UseNpgsql(shop.Database.ConnectionString(DatabaseName)).Options);
            await schema.Database.MigrateAsync(cancellationToken);
        }
        return new(DatabaseName, BatchStatement.ToScript(await BatchStatement.CaptureAsync(shop, cancellationToken), Rows), "orders")
        {
            Variables = new Dictionary<string, string>
            {
                [BatchStatement.Endings] = Array(row => $"{row:x13}"),
                [BatchStatement.Names] = Array(row => $"\"The Left Hand of Darkness, volume {row}\""),
            },
            OtherTables = ["order_requests", "order_changes"],
        };
    }

    private string Array(Func<int, string> element) => $"{{{string.Join(',', Enumerable.Range(0, Rows).Select(element))}}}";
}
