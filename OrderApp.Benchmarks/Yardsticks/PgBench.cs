using System.Globalization;
using OrderApp.Benchmarks.Machine;
using OrderApp.Benchmarks.Shop;

namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>PostgreSQL's own load generator, straight at the database, with prepared statements.</summary>
internal sealed class PgBench(Tool tool, OwnDatabase database)
{
    /// <summary>Null where the machine has none.</summary>
    public static async Task<PgBench?> FindAsync(OwnDatabase database, CancellationToken cancellationToken) =>
        (await Tool.FindAsync(Path.Combine(OwnDatabase.Binaries, "pgbench"), cancellationToken) ?? await Tool.FindAsync("pgbench", cancellationToken)) is { } tool
            ? new(tool, database)
            : null;

    public async Task<PgBenchOutput> RunAsync(PgBenchScript script, int clients, TimeSpan duration, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(script.Database, $"TRUNCATE {string.Join(", ", [script.Orders, .. script.OtherTables])}", cancellationToken);
        await database.ExecuteAsync(script.Database, "CHECKPOINT", cancellationToken);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, script.Sql, cancellationToken);
            var result = await tool.RunAsync(
            [
                "-n", "-M", "prepared", "-f", file, .. script.Variables.SelectMany(variable => new[] { "-D", $"{variable.Key}={variable.Value}" }),
                "-c", Text(clients), "-j", Text(Math.Min(clients, Environment.ProcessorCount)),
                "-T", Text(Math.Max(1, (int)Math.Ceiling(duration.TotalSeconds))),
                "-h", "127.0.0.1", "-p", Text(database.Port), "-U", OwnDatabase.UserName, script.Database,
            ], cancellationToken, ("PGPASSWORD", database.Password), ("PGOPTIONS", "-c plan_cache_mode=force_generic_plan"));
            return result.ExitCode is 0 && PgBenchOutput.Parse(result.Output) is { } output
                ? output
                : throw new InvalidOperationException($"pgbench ended with {result.ExitCode}: {result.Output.Trim().ReplaceLineEndings(" ")}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
