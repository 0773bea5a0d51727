using Npgsql;
using OrderApp.LocalPostgres;

namespace OrderApp.Tests.EndToEnd.Surface;

/// <summary>The local PostgreSQL asks for a password that nobody chose and only its owner can read.</summary>
public sealed class DatabasePasswordTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_local_database_takes_scram_alone_with_a_generated_password_in_a_file_of_its_owner()
    {
        var directory = new PostgresDataDirectory(Path.Combine(Path.GetTempPath(), $"orderapp-password-{Guid.NewGuid():N}"));
        try
        {
            await using var cluster = new LocalPostgresCluster(directory, new(FreePort.Find()));
            await cluster.StartAsync(Cancellation);

            await using var source = NpgsqlDataSource.Create(cluster.ConnectionString("postgres") + ";Pooling=false");
            await using var kept = source.CreateCommand("SELECT bool_and(rolpassword LIKE 'SCRAM-SHA-256$%') FROM pg_authid WHERE rolcanlogin");
            await using var rules = source.CreateCommand("SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules");
            Assert.Equal(true, await kept.ExecuteScalarAsync(Cancellation));
            Assert.Equal("scram-sha-256", await rules.ExecuteScalarAsync(Cancellation));
            Assert.Matches("^[0-9a-f]{32}$", directory.Password);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(directory.Root, "password")));
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory.Root));
            }
        }
        finally
        {
            directory.Delete();
        }
    }

    [Fact]
    public void No_two_databases_have_the_same_password()
    {
        var folders = Enumerable.Range(0, 2).Select(_ => new PostgresDataDirectory(Path.Combine(Path.GetTempPath(), $"orderapp-password-{Guid.NewGuid():N}"))).ToList();
        try
        {
            Assert.Equal(2, folders.Select(folder => folder.Password).Distinct().Count());
        }
        finally
        {
            folders.ForEach(folder => folder.Delete());
        }
    }
}
