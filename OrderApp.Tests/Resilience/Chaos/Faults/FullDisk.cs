using Npgsql;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Chaos.Faults;

/// <summary>PostgreSQL's disk is full: first its tables cannot grow, then its log cannot, and it goes down.</summary>
internal static class FullDisk
{
    public static IEnumerable<Fault> Of(OwnPostgres database, SmallDisk disk)
    {
        yield return new("disk full for tables", DatabaseFaults.Target, length => FillAsync(database, disk, length, _ => Task.CompletedTask));
        yield return new("disk full for the log", DatabaseFaults.Target, length => FillAsync(database, disk, length, EndLogFileAsync));
    }

    private static async Task FillAsync(OwnPostgres database, SmallDisk disk, TimeSpan length, Func<OwnPostgres, Task> worse)
    {
        disk.Fill();
        await worse(database);
        await Task.Delay(length);
        disk.Clear();
        await StartWhereDownAsync(database);
    }

    // It restarts by itself after a crash, and gives up where even that needs room. Either way it is back in the end.
    private static Task StartWhereDownAsync(OwnPostgres database) => Eventually.TrueAsync(
        async () =>
        {
            if (database.Server.ProcessId is null)
                await database.Server.StartAsync();
            try
            {
                await using var connection = new NpgsqlConnection(database.Connection + ";Pooling=false;Timeout=5");
                await connection.OpenAsync();
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        },
        "PostgreSQL is back once its disk has room");

    // The next one has to be made, and there is no room for it.
    private static async Task EndLogFileAsync(OwnPostgres database)
    {
        try
        {
            await using var connection = new NpgsqlConnection(database.Connection + ";Pooling=false;Timeout=5");
            await connection.OpenAsync();
            for (var file = 0; file < 4; file++)
            {
                await using var command = new NpgsqlCommand("SELECT txid_current(), pg_switch_wal()", connection);
                await command.ExecuteNonQueryAsync();
            }
        }
        catch (NpgsqlException)
        {
            // It is down already.
        }
    }
}
