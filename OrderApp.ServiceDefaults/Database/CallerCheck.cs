using Npgsql;
using OpenTelemetry;

namespace OrderApp.ServiceDefaults.Database;

/// <summary>
/// Has PostgreSQL look twice a second, while it is at a statement, whether who sent it is still connected. A request to cancel a statement may come
/// before it, or not at all: Npgsql gives the connection up then, but a statement that waits for a lock would go on, with what it has locked itself,
/// long after its callers have gone.
/// </summary>
/// <remarks>https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-CLIENT-CONNECTION-CHECK-INTERVAL</remarks>
internal static class CallerCheck
{
    private const string Statement = "SET client_connection_check_interval = 500";

    public static void Begin(NpgsqlConnection connection)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        using var command = new NpgsqlCommand(Statement, connection);
        try
        {
            command.ExecuteNonQuery();
        }
        catch (PostgresException error) when (IsUnable(error))
        {
            // Statements are cancelled all the same, as long as the request comes in time.
        }
    }

    public static async Task BeginAsync(NpgsqlConnection connection)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await using var command = new NpgsqlCommand(Statement, connection);
        try
        {
            await command.ExecuteNonQueryAsync();
        }
        catch (PostgresException error) when (IsUnable(error))
        {
            // As above.
        }
    }

    // Before version 14 there is no such setting, and on Windows it takes no value but 0.
    private static bool IsUnable(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.InvalidParameterValue;
}
