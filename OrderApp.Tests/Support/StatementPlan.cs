using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OrderApp.Tests.Support;

/// <summary>
/// What PostgreSQL did for statements, told by auto_explain: the indexes it used, and the rows it took from tables whether they were wanted or not.
/// </summary>
internal sealed record StatementPlan(IReadOnlyList<string> Indexes, double RowsRead)
{
    /// <summary>Runs something that asks the database, and tells what it asked of the tables of orders.</summary>
    public static async Task<StatementPlan> OfAsync(string connection, Func<NpgsqlDataSource, Task> ask)
    {
        var plans = new List<JsonElement>();
        var source = new NpgsqlDataSourceBuilder(connection)
        {
            ConnectionStringBuilder =
            {
                Pooling = false,
                Options = "-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_analyze=on "
                    + "-c auto_explain.log_format=json -c auto_explain.log_level=notice",
            },
        };
        using var log = new NoticeLog(Keep);
        using var logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Debug).AddProvider(log));
        source.UseLoggerFactory(logging);
        await using var database = source.Build();

        await ask(database);

        Assert.NotEmpty(plans);
        return Of(plans);

        void Keep(string message)
        {
            // The driver's own questions are about the catalogue.
            if (message.Contains("FROM order", StringComparison.Ordinal) && message.IndexOf('{', StringComparison.Ordinal) is var start)
                plans.Add(JsonDocument.Parse(message[start..(message.LastIndexOf('}') + 1)]).RootElement);
        }
    }

    private static StatementPlan Of(IEnumerable<JsonElement> explained)
    {
        var nodes = explained.SelectMany(plan => Nodes(plan.GetProperty("Plan"))).ToList();
        var indexes = nodes.Where(node => node.TryGetProperty("Index Name", out _)).Select(node => node.GetProperty("Index Name").GetString()!);
        var read = nodes.Where(node => node.TryGetProperty("Relation Name", out _)).Sum(node =>
            (node.GetProperty("Actual Rows").GetDouble() * node.GetProperty("Actual Loops").GetDouble()) + Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck"));
        return new([.. indexes], read);
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement node) =>
        node.TryGetProperty("Plans", out var below) ? below.EnumerateArray().SelectMany(Nodes).Prepend(node) : [node];

    private static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    /// <summary>Hands on what the driver logs; the server's notices are among it.</summary>
    private sealed class NoticeLog(Action<string> keep) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception) is var message && message.Contains("plan:", StringComparison.Ordinal))
                keep(message);
        }

        public void Dispose()
        {
        }
    }
}
