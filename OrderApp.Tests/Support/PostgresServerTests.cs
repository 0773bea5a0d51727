using Npgsql;
using OrderApp.LocalPostgres;

namespace OrderApp.Tests.Support;

public sealed class PostgresServerTests(PostgresServer server)
{
    [Fact]
    public async Task Each_test_gets_an_empty_database_of_its_own()
    {
        var first = await server.CreateDatabaseAsync("orders");
        var second = await server.CreateDatabaseAsync("orders");

        await ExecuteAsync(first, "CREATE TABLE mine (id int)");

        Assert.Null(await ScalarAsync(second, "SELECT to_regclass('mine')::text"));
    }

    [Theory]
    [InlineData("fsync", "on")]
    [InlineData("synchronous_commit", "on")]
    [InlineData("full_page_writes", "on")]
    [InlineData("server_encoding", "UTF8")]
    [InlineData("listen_addresses", "127.0.0.1")]
    [InlineData("unix_socket_directories", "")]
    [InlineData("max_connections", "300")]
    public async Task The_server_is_durable_and_reachable_from_this_machine_only(string setting, string value)
    {
        var database = await server.CreateDatabaseAsync("settings");

        Assert.Equal(value, await ScalarAsync(database, $"SHOW {setting}"));
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var database = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync("locked")) { Password = "guess" };

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(database.ConnectionString, "SELECT 1"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task A_killed_server_starts_again_with_every_committed_row()
    {
        var directory = new PostgresDataDirectory(Path.Combine(Path.GetTempPath(), $"orderapp-kill-{Guid.NewGuid():N}"));
        try
        {
            await using var cluster = new LocalPostgresCluster(directory, new(FreePort.Find()));
            await cluster.StartAsync(TestContext.Current.CancellationToken);
            var database = cluster.ConnectionString("postgres") + ";Pooling=false";
            await ExecuteAsync(database, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS id");

            await cluster.KillAsync(TestContext.Current.CancellationToken);
            await cluster.StartAsync(TestContext.Current.CancellationToken);

            Assert.Equal(1000L, await ScalarAsync(database, "SELECT count(*) FROM kept"));
        }
        finally
        {
            directory.Delete();
        }
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is var value and not DBNull ? value : null;
    }
}
