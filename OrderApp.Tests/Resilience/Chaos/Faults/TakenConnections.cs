using Npgsql;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Chaos.Faults;

/// <summary>Others take every connection that PostgreSQL has, those of the services too.</summary>
internal static class TakenConnections
{
    private const string EndAllOthers = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> ALL ($1) AND backend_type = 'client backend'";

    public static Fault Of(OwnPostgres database) => new("connections taken", DatabaseFaults.Target, async length =>
    {
        var taken = new List<NpgsqlConnection>();
        try
        {
            await TakeAllAsync(database.Connection, taken);
            if (taken.Count > 0)
                await EndOthersAsync(taken);
            await TakeAllAsync(database.Connection, taken);
            await Task.Delay(length);
        }
        finally
        {
            foreach (var connection in taken)
                await connection.DisposeAsync();
        }
    });

    private static async Task TakeAllAsync(string connectionString, List<NpgsqlConnection> taken)
    {
        while (true)
        {
            var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
            try
            {
                await connection.OpenAsync();
                taken.Add(connection);
            }
            catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                return;
            }
        }
    }

    private static async Task EndOthersAsync(List<NpgsqlConnection> taken)
    {
        await using var command = new NpgsqlCommand(EndAllOthers, taken[0]);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. taken.Select(connection => connection.ProcessID)] });
        await command.ExecuteNonQueryAsync();
    }
}
