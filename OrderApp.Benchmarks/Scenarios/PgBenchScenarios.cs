using System.Text.RegularExpressions;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>What PostgreSQL's own load generator, straight at the database, makes of orders that are nothing but rows: an upper bound of what any service can store that has a transaction for each, and for each 128.</summary>
internal static class PgBenchScenarios
{
    public const string Rows = "pgbench", OneClient = "pgbench-1", KeyedRows = "pgbench-keyed", Batch = "pgbench-batch";
    private const string DatabaseName = "yardstick";

    // A table with the columns of the order service's orders and no index but its primary key; the second keeps of a request_id what the plainest way to refuse
    // a second one needs.
    private const string Tables =
        """
        CREATE TABLE plain (
          id uuid PRIMARY KEY, name text NOT NULL, completed boolean NOT NULL, date timestamptz NOT NULL,
          user_id integer, book_id integer, version bigint NOT NULL, create_time timestamptz NOT NULL, update_time timestamptz NOT NULL);
        CREATE TABLE keyed (LIKE plain INCLUDING ALL, request_id text NOT NULL UNIQUE, fingerprint bytea NOT NULL)
        """;

    private const string InsertRow = "INSERT INTO plain VALUES (gen_random_uuid(), 'The Left Hand of Darkness', false, now(), NULL, NULL, 1, now(), now())";

    // The microsecond and the client make a key that no other transaction has; it is as long as those of the service's load, and grows like them.
    private const string InsertKeyedRow =
        """
        INSERT INTO keyed VALUES (gen_random_uuid(), 'The Left Hand of Darkness', false, now(), NULL, NULL, 1, now(), now(),
          lpad((extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text || :client_id::text, 45, '0'), '\x00112233445566778899aabbccddeeff')
        """;

    private const string InsertBatch =
        """
        INSERT INTO plain SELECT gen_random_uuid(), 'The Left Hand of Darkness, volume ' || number, false, now(), NULL, NULL, 1, now(), now()
        FROM generate_series(1, 128) AS number
        """;

    public static IEnumerable<Scenario> All =>
    [
        Inserts(OneClient, "pgbench, one-row INSERTs, one client", "plain", InsertRow, 1, 1),
        Inserts(Batch, "pgbench, INSERTs of 128 rows, the best of 1 2 4 clients", "plain", InsertBatch, 128, 1, 2, 4),
        Inserts(KeyedRows, "pgbench, one-row INSERTs with a different request_id each, the best of 4 8 16 32 clients", "keyed", InsertKeyedRow, 1, 4, 8, 16, 32),
        Inserts(Rows, "pgbench, one-row INSERTs, the best of 4 8 16 32 clients", "plain", InsertRow, 1, 4, 8, 16, 32),
    ];

    private static Scenario Inserts(string name, string title, string table, string sql, int rows, params int[] clients) =>
        new(name, title, Needs.OwnShop | Needs.PgBench, (stage, cancellationToken) => MeasureAsync(stage, table, sql, rows, clients, cancellationToken));

    // A transaction again and again, at the client count that serves it best.
    private static async Task<Measurement> MeasureAsync(
        Stage stage, string table, string sql, int rows, int[] clients, CancellationToken cancellationToken)
    {
        var database = stage.Shop.Database!;
        if (await database.TryCreateAsync(DatabaseName, cancellationToken))
            await database.ExecuteAsync(DatabaseName, Tables, cancellationToken);
        var seconds = Math.Max(1, (int)Math.Ceiling(stage.Options.Duration.TotalSeconds / Math.Min(2, clients.Length)));
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, sql + ";", cancellationToken);
            Measurement? best = null;
            foreach (var count in clients)
            {
                await database.ExecuteAsync(DatabaseName, $"TRUNCATE {table}", cancellationToken);
                await database.ExecuteAsync(DatabaseName, "CHECKPOINT", cancellationToken);
                var (exitCode, text, _) = await stage.PgBench!.RunAsync(
                    ["-n", "-M", "prepared", "-f", file, "-c", $"{count}", "-j", $"{Math.Min(count, Environment.ProcessorCount)}", "-T", $"{seconds}",
                        "-h", "127.0.0.1", "-p", $"{database.Port}", "-U", OwnDatabase.UserName, DatabaseName],
                    cancellationToken, ("PGPASSWORD", database.Password), ("PGOPTIONS", "-c plan_cache_mode=force_generic_plan"));
                if (exitCode != 0 || PgBenchOutput.Parse(text) is not { } output)
                    throw new InvalidOperationException($"pgbench ended with {exitCode}: {text.Trim().ReplaceLineEndings(" ")}");
                var stored = await database.AskAsync<long>(DatabaseName, $"SELECT count(*) FROM {table}", cancellationToken);
                if (stored != output.Transactions * rows || stored == 0)
                    throw new InvalidOperationException($"pgbench made {output.Transactions} transactions of {rows}, but there are {stored} rows");
                if (output.PerSecond * rows > (best?.PerSecond ?? 0))
                    best = new() { PerSecond = output.PerSecond * rows, Note = $"best with {count} clients" };
            }
            return best!;
        }
        finally
        {
            File.Delete(file);
        }
    }
}

/// <summary>What pgbench prints at its end.</summary>
internal sealed partial record PgBenchOutput(long Transactions, double PerSecond)
{
    /// <summary>Null when it is not the output of a finished run. A run too short for a single transaction tells no rate.</summary>
    public static PgBenchOutput? Parse(string output) => (Count().Match(output), Rate().Match(output)) switch
    {
        ({ Success: false }, _) => null,
        ({ Groups: var groups }, _) when groups[1].Value == "0" => new(0, 0),
        (_, { Success: false }) => null,
        var (count, rate) => new(long.Parse(count.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture)),
    };

    [GeneratedRegex(@"transactions actually processed: (\d+)")]
    private static partial Regex Count();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();
}
