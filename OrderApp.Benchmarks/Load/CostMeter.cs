namespace OrderApp.Benchmarks.Load;

/// <summary>What one service did while a load was measured, and its database for it. Statements are null when nobody counts them.</summary>
internal sealed record PartCost(string Part, TimeSpan Service, TimeSpan Database, long Commits, long? Statements);

/// <summary>Tells for each service how much processor time it took, how much the sessions of its database took, and what these did.</summary>
/// <param name="parts">The services: their names, processes and databases.</param>
/// <param name="database">The first process of the server.</param>
/// <param name="countAsync">Asks the server for the transactions, and where they are counted the statements, that each database has done.</param>
internal sealed class CostMeter(
    IReadOnlyList<(string Name, int ProcessId, string Database)> parts, int database, Func<CancellationToken, Task<IReadOnlyDictionary<string, DatabaseCounts>>> countAsync)
{
    private const string Rest = "PostgreSQL itself";
    private Dictionary<string, PartCost> begun = [];

    /// <summary>What each part cost in the window; the last one is what no database's sessions did: writing the log, checkpoints.</summary>
    public IReadOnlyList<PartCost> Costs { get; private set; } = [];

    public async Task BeginAsync(CancellationToken cancellationToken) => begun = await ReadAsync(cancellationToken);

    public async Task EndAsync(CancellationToken cancellationToken) =>
        Costs = [.. (await ReadAsync(cancellationToken)).Values.Select(now => Since(begun[now.Part], now))];

    private static PartCost Since(PartCost earlier, PartCost now) => new(
        now.Part, now.Service - earlier.Service, now.Database - earlier.Database, now.Commits - earlier.Commits, now.Statements - earlier.Statements);

    private async Task<Dictionary<string, PartCost>> ReadAsync(CancellationToken cancellationToken)
    {
        var counts = await countAsync(cancellationToken);
        var sessions = Usage.Family(database).Select(id => (Title: TitleOf(id), Time: TimeOf(id))).ToList();
        var costs = parts.Select(part => new PartCost(
            part.Name, TimeOf(part.ProcessId), Sum(sessions.Where(session => IsOf(session.Title, part.Database))),
            counts.GetValueOrDefault(part.Database).Commits, counts.GetValueOrDefault(part.Database).Statements));
        var rest = new PartCost(Rest, TimeSpan.Zero, Sum(sessions.Where(session => !parts.Any(part => IsOf(session.Title, part.Database)))), 0, null);
        return costs.Append(rest).ToDictionary(cost => cost.Part);
    }

    private static TimeSpan TimeOf(int processId) => Usage.Of(processId)?.ProcessorTime ?? TimeSpan.Zero;

    private static TimeSpan Sum(IEnumerable<(string Title, TimeSpan Time)> sessions) => sessions.Aggregate(TimeSpan.Zero, (sum, session) => sum + session.Time);

    // PostgreSQL's processes say what they are: "postgres: CLUSTER: USER DATABASE HOST(PORT) STATE".
    private static bool IsOf(string title, string database) => title.Contains($" {database} ", StringComparison.Ordinal);

    private static string TitleOf(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return ""; // it has ended, or there is no such folder here
        }
    }
}

/// <summary>What a database has done since its server was started.</summary>
internal readonly record struct DatabaseCounts(long Commits, long? Statements);
