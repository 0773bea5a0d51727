using System.Globalization;
using OrderApp.Benchmarks.Machine;
using OrderApp.Benchmarks.Shop;

namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>PostgreSQL's own load generator: prepared single-row INSERTs of an order's columns, straight into the database.</summary>
internal sealed class PgBench(Tool tool, OwnDatabase database)
{
    private const string DatabaseName = "yardstick";

    private const string Script =
        """
        INSERT INTO plain_orders (id, name, completed, date, user_id, book_id, version, create_time, update_time)
        VALUES (gen_random_uuid(), 'The Left Hand of Darkness', false, now(), NULL, NULL, 1, now(), now());
        """;

    /// <summary>Null where the machine has none.</summary>
    public static async Task<PgBench?> FindAsync(OwnDatabase database, CancellationToken cancellationToken) =>
        (await Tool.FindAsync(Path.Combine(OwnDatabase.Binaries, "pgbench"), cancellationToken) ?? await Tool.FindAsync("pgbench", cancellationToken)) is { } tool
            ? new(tool, database)
            : null;

    public async Task<PgBenchOutput> RunAsync(int clients, TimeSpan duration, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(DatabaseName, "TRUNCATE plain_orders", cancellationToken);
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script, cancellationToken);
            var result = await tool.RunAsync(
            [
                "-n", "-M", "prepared", "-f", script,
                "-c", Text(clients), "-j", Text(Math.Min(clients, Environment.ProcessorCount)),
                "-T", Text(Math.Max(1, (int)Math.Round(duration.TotalSeconds))),
                "-h", "127.0.0.1", "-p", Text(database.Port), "-U", OwnDatabase.UserName, DatabaseName,
            ], cancellationToken, ("PGPASSWORD", database.Password));
            return PgBenchOutput.Parse(result.Output)
                ?? throw new InvalidOperationException($"pgbench ended with {result.ExitCode}: {result.Output.Trim().ReplaceLineEndings(" ")}");
        }
        finally
        {
            File.Delete(script);
        }
    }

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await database.CreateAsync(DatabaseName, cancellationToken);
        await database.ExecuteAsync(DatabaseName, PlainTable.Create, cancellationToken);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
