namespace OrderApp.Benchmarks.Shop;

/// <summary>The indexes of a table as statements: to be dropped before it is filled and made again, the same, after that.</summary>
internal sealed record TableIndexes(string Drop, string Create)
{
    private const string Statements =
        """
        SELECT ARRAY[
          string_agg(CASE WHEN made.oid IS NULL THEN format('DROP INDEX %s', indexrelid::regclass)
                          ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', indrelid::regclass, conname) END, '; '),
          string_agg(CASE WHEN made.oid IS NULL THEN pg_get_indexdef(indexrelid)
                          ELSE format('ALTER TABLE %s ADD CONSTRAINT %I %s', indrelid::regclass, conname, pg_get_constraintdef(made.oid)) END, '; ')]
        FROM pg_index LEFT JOIN pg_constraint AS made ON conindid = indexrelid AND contype IN ('p', 'u')
        WHERE indrelid = 'TABLE'::regclass
        """;

    public static async Task<TableIndexes> ReadAsync(OwnDatabase database, string name, string table, CancellationToken cancellationToken)
    {
        var statements = await database.AskAsync<string[]>(name, Statements.Replace("TABLE'", $"{table}'", StringComparison.Ordinal), cancellationToken);
        return new(statements[0], statements[1]);
    }
}
