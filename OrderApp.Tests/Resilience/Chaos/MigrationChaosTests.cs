using Npgsql;
using OrderApp.Tests.Resilience.Chaos.Recording;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>Replicas that start at once on an empty database and are killed, they or the database, while one makes the tables.</summary>
[Trait("Category", "Chaos")]
public sealed class MigrationChaosTests(ITestOutputHelper output)
{
    private const string Made = """SELECT to_regclass('"__EFMigrationsHistory"') IS NOT NULL AND to_regclass('order_events') IS NOT NULL""";

    // What the database is in the end: every column, index and migration, and the row that gives positions out.
    private const string Shape =
        """
        SELECT string_agg(line, E'\n' ORDER BY line) FROM (
          SELECT format('%s.%s %s %s', table_name, column_name, data_type, is_nullable) FROM information_schema.columns WHERE table_schema = 'public'
          UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
          UNION ALL SELECT 'migration ' || "MigrationId" FROM "__EFMigrationsHistory"
          UNION ALL SELECT format('feed %s', id) FROM order_feed
        ) AS shape(line)
        """;

    private static readonly (int Rounds, int Replicas) Size = ChaosPlan.IsLong ? (10, 3) : (1, 2);

    [Fact]
    public async Task Replicas_that_are_killed_while_they_make_the_tables_make_them_whole_when_they_start_again()
    {
        var plan = ChaosPlan.FromEnvironment(output);
        var random = new Random(plan.Seed);
        await using var database = await OwnPostgres.StartAsync();
        await using (var unharmed = Replica.StartHost("unharmed", database, "orderdb"))
            await unharmed.WaitAsync();
        var shape = await AskAsync<string>(database.Connection, Shape);
        var unfinished = 0;
        var acts = new List<Act>();

        for (var round = 0; round < Size.Rounds; round++)
        {
            var name = $"round_{round}";
            await database.Server.CreateDatabaseAsync(name);
            var connection = database.Server.ConnectionString(name);
            var replicas = Enumerable.Range(1, Size.Replicas).Select(number => Replica.StartProcess($"replica {number}", database, name)).ToList();
            try
            {
                await DisturbAsync(database, connection, replicas, held: round % 2 == 0, databaseToo: round % 3 == 2, random);
                if (!await AskAsync<bool>(connection, Made))
                    unfinished++;
                await Task.WhenAll(replicas.Select(replica => replica.RestartAsync()));
                Assert.Equal(shape, await AskAsync<string>(connection, Shape));
                acts.AddRange(await WorkAsync(replicas, connection, random.Next()));
            }
            finally
            {
                foreach (var replica in replicas)
                    await replica.DisposeAsync();
            }
        }

        new ChaosReport(
            "killed during migrations", plan.Seed, Size.Rounds, Size.Rounds, $"killed before the tables were there {unfinished}", acts, 0, 0).Write(output);
        Assert.NotEqual(0, unfinished);
    }

    // Either in the middle of the migration for certain, held up there by a table of that name that another session is about to make,
    // or some moment after the first replica has come to the database.
    private static async Task DisturbAsync(
        OwnPostgres database, string connectionString, List<Replica> replicas, bool held, bool databaseToo, Random random)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        if (held)
            await AskAsync(connection, "BEGIN; CREATE TABLE order_feed (id int)");
        var begun = held
            ? "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%order_feed%'"
            : "SELECT count(*) > 2 FROM pg_stat_activity WHERE datname = current_database()";
        await Eventually.TrueAsync(() => AskAsync<bool>(connectionString, begun), "a replica makes the tables", TimeSpan.FromSeconds(90));
        await Task.Delay(random.Next(held ? 50 : 600));

        if (databaseToo)
            await database.Server.KillAsync();
        else
            await Task.WhenAll(replicas.Where((_, index) => index == 0 || random.Next(2) == 0).Select(replica => replica.Process!.KillAsync()));
        if (databaseToo)
            await database.Server.StartAsync();
        else if (held)
            await AskAsync(connection, "ROLLBACK");
    }

    private static async Task<IReadOnlyList<Act>> WorkAsync(List<Replica> replicas, string connection, int seed)
    {
        await using var run = new ChaosRun([.. replicas.Select(replica => replica.Door)], connection, seed);
        await run.BeginAsync();
        await run.WorkAsync(() => Eventually.TrueAsync(() => Task.FromResult(run.History.Acts.Count(act => act.IsAcknowledged) > 50), "orders are acknowledged"));
        Assert.Empty(await run.SettleAsync());
        return run.History.Acts;
    }

    private static async Task<T> AskAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return (T)(await AskAsync(connection, sql))!;
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
