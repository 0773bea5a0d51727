using System.Globalization;
using System.Text.RegularExpressions;
using Grpc.Net.Client;
using OrderApp.Benchmarks.Shop;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>What PostgreSQL's own load generator, straight at the database, makes of the same orders: with rows one by one, and with the service's own statement.</summary>
internal static partial class PgBenchScenarios
{
    public const string Rows = "pgbench", OneClient = "pgbench-1", KeyedRows = "pgbench-keyed", Batch = "pgbench-batch";
    private const string RowsDatabase = "yardstick", BatchDatabase = "yardstick_batch";
    private const int BatchRows = 128;
    private const int MaxAttempts = 100;

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

    // The first digits are those of the moment, as in ids of version 7, to a quarter of a microsecond; then comes the client's number.
    private const string NewIds =
        """
        ARRAY(SELECT (start || lpad(to_hex(ending), 13, '0'))::uuid FROM generate_series(1, ROWS) AS ending, (SELECT
          lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex((extract(microseconds FROM now())::bigint % 1000) * 4), 3, '0')
            || 'a' || lpad(to_hex(:client_id::int), 2, '0') AS start OFFSET 0) AS moment)
        """;

    public static IEnumerable<Scenario> All =>
    [
        Inserts(OneClient, "pgbench, one-row INSERTs, one client", "plain", InsertRow, 1),
        new(Batch, "pgbench, the service's own batch statement with 128 orders each, the best of 1 2 4 clients", Needs.OwnShop | Needs.PgBench, MeasureBatchAsync),
        Inserts(KeyedRows, "pgbench, one-row INSERTs with a different request_id each, the best of 4 8 16 32 clients", "keyed", InsertKeyedRow, 4, 8, 16, 32),
        Inserts(Rows, "pgbench, one-row INSERTs, the best of 4 8 16 32 clients", "plain", InsertRow, 4, 8, 16, 32),
    ];

    private static Scenario Inserts(string name, string title, string table, string sql, params int[] clients) =>
        new(name, title, Needs.OwnShop | Needs.PgBench, async (stage, cancellationToken) =>
        {
            if (await stage.Shop.Database!.TryCreateAsync(RowsDatabase, cancellationToken))
                await stage.Shop.Database.ExecuteAsync(RowsDatabase, Tables, cancellationToken);
            return await MeasureAsync(stage, RowsDatabase, table, $"TRUNCATE {table}", sql, 1, clients, cancellationToken);
        });

    // The statement is not written here a second time: PostgreSQL tells what the service sent it. It tells only a session's last one, and the service has others now and then.
    private static async Task<Measurement> MeasureBatchAsync(Stage stage, CancellationToken cancellationToken)
    {
        const string lastStatement =
            $"SELECT (SELECT query FROM pg_stat_activity WHERE datname = '{BatchDatabase}' AND query LIKE '%INSERT INTO orders %' ORDER BY state_change DESC LIMIT 1)";
        var target = await stage.Shop.OrdersAsync(cancellationToken, BatchDatabase);
        using var channel = GrpcChannel.ForAddress(target.Grpc[0]);
        var orders = new OrderService.OrderServiceClient(channel);
        string? statement = null;
        for (var attempt = 0; statement is null && attempt < MaxAttempts; attempt++)
        {
            await orders.CreateOrderAsync(new() { Name = "The Left Hand of Darkness" }, cancellationToken: cancellationToken);
            statement = await stage.Shop.Database!.AskAsync<string?>("postgres", lastStatement, cancellationToken);
        }
        await stage.Shop.PauseAsync();
        var script = ToScript(statement ?? throw new InvalidOperationException("the statement by which the service stores orders was not seen"), BatchRows);
        return await MeasureAsync(stage, BatchDatabase, "orders", "TRUNCATE orders, order_requests, order_changes", script, BatchRows, [1, 2, 4], cancellationToken);
    }

    /// <summary>The statement with values in the place of each array that it takes: pgbench has no arrays of new ids to send.</summary>
    /// <exception cref="InvalidOperationException">It takes something that is not known here.</exception>
    public static string ToScript(string statement, int rows)
    {
        var input = Input().Match(statement);
        if (!input.Success)
            throw new InvalidOperationException("the statement by which the service stores orders does not begin with the arrays of their columns");
        var columns = input.Groups["columns"].Value.Split(',', StringSplitOptions.TrimEntries);
        var script = Parameter().Replace(statement, match =>
        {
            var (column, type) = (columns[int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) - 1], match.Groups["type"].Value);
            return column switch
            {
                "id" => NewIds.Replace("ROWS", $"{rows}", StringComparison.Ordinal),
                "name" => string.Create(CultureInfo.InvariantCulture, $"ARRAY(SELECT 'The Left Hand of Darkness, volume ' || number FROM generate_series(1, {rows}) AS number)"),
                "completed" => Same("false"),
                "date" or "create_time" => Same("now()"),
                "user_id" or "book_id" or "request_id" or "fingerprint" => Same($"NULL::{type}"),
                _ => throw new InvalidOperationException($"the statement by which the service stores orders has a column {column}, which its yardstick does not"),
            };
        });
        return Count().Replace(script, rows.ToString(CultureInfo.InvariantCulture));

        string Same(string value) => string.Create(CultureInfo.InvariantCulture, $"array_fill({value}, ARRAY[{rows}])");
    }

    // A transaction again and again, at the client count that serves it best.
    private static async Task<Measurement> MeasureAsync(
        Stage stage, string name, string table, string empty, string sql, int rows, int[] clients, CancellationToken cancellationToken)
    {
        var database = stage.Shop.Database!;
        var seconds = Math.Max(1, (int)Math.Ceiling(stage.Options.Duration.TotalSeconds / Math.Min(2, clients.Length)));
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, sql.Trim().TrimEnd(';') + ";", cancellationToken);
            Measurement? best = null;
            foreach (var count in clients)
            {
                await database.ExecuteAsync(name, empty, cancellationToken);
                await database.ExecuteAsync(name, "CHECKPOINT", cancellationToken);
                var (exitCode, text, _) = await stage.PgBench!.RunAsync(
                    ["-n", "-M", "prepared", "-f", file, "-c", $"{count}", "-j", $"{Math.Min(count, Environment.ProcessorCount)}", "-T", $"{seconds}",
                        "-h", "127.0.0.1", "-p", $"{database.Port}", "-U", OwnDatabase.UserName, name],
                    cancellationToken, ("PGPASSWORD", database.Password), ("PGOPTIONS", "-c plan_cache_mode=force_generic_plan"));
                if (exitCode != 0 || PgBenchOutput.Parse(text) is not { } output)
                    throw new InvalidOperationException($"pgbench ended with {exitCode}: {text.Trim().ReplaceLineEndings(" ")}");
                var stored = await database.AskAsync<long>(name, $"SELECT count(*) FROM {table}", cancellationToken);
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

    [GeneratedRegex(@"unnest\((\s*\$\d+::[a-z]+\[\],?)+\)\s*(WITH ORDINALITY\s+)?AS row\((?<columns>[^)]*)\)")]
    private static partial Regex Input();

    [GeneratedRegex(@"\$(?<number>\d+)::(?<type>[a-z]+)\[\]")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\$\d+::int\b(?!\[)")]
    private static partial Regex Count();
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
