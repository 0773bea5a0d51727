using Npgsql;
using OrderApp.ServiceDefaults.Sharing;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.ServiceDefaults;

public sealed class SharedStatementsTests(PostgresServer postgres) : IAsyncLifetime
{
    private NpgsqlDataSource database = null!;

    public async ValueTask InitializeAsync()
    {
        database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync("shared"));
        await using var command = database.CreateCommand("CREATE TABLE things (id int PRIMARY KEY, size int CHECK (size < 100))");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Statements_that_come_at_once_share_transactions_and_each_caller_gets_his_own_rows()
    {
        var statements = new SharedStatements(database, atOnce: 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => statements.ReadAllAsync(
            new NpgsqlBatchCommand($"SELECT {number}, txid_current() FROM generate_series(1, {number % 3})"), row => (row.GetInt32(0), row.GetInt64(1)),
            TestContext.Current.CancellationToken)));

        foreach (var (number, rows) in answers.Index())
            Assert.Equal(Enumerable.Repeat(number, number % 3), rows.Select(row => row.Item1));
        Assert.InRange(answers.SelectMany(rows => rows).Select(row => row.Item2).Distinct().Count(), 1, 40);
    }

    [Fact]
    public async Task One_that_the_database_refuses_fails_alone()
    {
        var statements = new SharedStatements(database, atOnce: 1);

        var inserts = Enumerable.Range(0, 64).Select(number => InsertAsync(statements, number, size: number == 40 ? 100 : 1)).ToList();
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => inserts[40]);
        await Task.WhenAll(inserts.Where(insert => insert != inserts[40]));

        Assert.Equal(PostgresErrorCodes.CheckViolation, refusal.SqlState);
        Assert.Equal(63, await CountAsync());
    }

    [Fact]
    public async Task Two_that_lock_the_same_rows_in_another_order_are_both_done()
    {
        var (one, other) = (new SharedStatements(database, atOnce: 1), new SharedStatements(database, atOnce: 1));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => InsertAsync(one, number, size: 0)));

        await Task.WhenAll(Enumerable.Range(0, 50).SelectMany(number => new[] { GrowAsync(one, number), GrowAsync(other, 49 - number) }));

        await using var sum = database.CreateCommand("SELECT sum(size) FROM things");
        Assert.Equal(100L, await sum.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_has_given_up_before_his_turn_changes_nothing()
    {
        var statements = new SharedStatements(database, atOnce: 1);
        var first = statements.ReadAllAsync(new("SELECT pg_sleep(0.3)::text"), row => row.GetString(0), TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource();
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var second = statements.ReadAllAsync(new("INSERT INTO things (id) VALUES (1) RETURNING id"), row => row.GetInt32(0), patience.Token);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await first;
        await InsertAsync(statements, 2, size: 1);

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task What_fails_because_the_session_ended_fails_for_all_and_the_next_are_done()
    {
        var statements = new SharedStatements(database, atOnce: 1);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() =>
            statements.ReadAllAsync(new("SELECT pg_terminate_backend(pg_backend_pid())"), row => row.GetBoolean(0), TestContext.Current.CancellationToken));
        await InsertAsync(statements, 1, size: 1);

        Assert.Equal(1, await CountAsync());
    }

    private static Task<List<int>> InsertAsync(SharedStatements statements, int id, int size) => statements.ReadAllAsync(
        new($"INSERT INTO things VALUES ({id}, {size}) RETURNING id"), row => row.GetInt32(0), TestContext.Current.CancellationToken);

    private static Task<List<int>> GrowAsync(SharedStatements statements, int id) => statements.ReadAllAsync(
        new($"UPDATE things SET size = size + 1 WHERE id = {id} RETURNING id"), row => row.GetInt32(0), TestContext.Current.CancellationToken);

    private async Task<long> CountAsync()
    {
        await using var count = database.CreateCommand("SELECT count(*) FROM things");
        return (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
