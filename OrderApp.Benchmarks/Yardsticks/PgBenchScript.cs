namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>What pgbench runs again and again, each time as a transaction.</summary>
/// <param name="Database">Where.</param>
/// <param name="Sql">The transaction's only statement.</param>
/// <param name="Orders">The table in which it stores orders.</param>
internal sealed record PgBenchScript(string Database, string Sql, string Orders)
{
    /// <summary>Variables and their values.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Further tables that are emptied with it before each run.</summary>
    public IReadOnlyList<string> OtherTables { get; init; } = [];
}
