using Npgsql;

namespace OrderApp.Users.Storage;

/// <summary>Lets one replica at a time prepare what all of them share. The lock goes with its connection, so a killed holder keeps nobody out.</summary>
internal sealed class DatabaseLock(NpgsqlDataSource database)
{
    private const string Take = "SELECT pg_advisory_xact_lock(hashtext('OrderApp.Users.Preparation'))";

    /// <summary>Waits for the lock; disposing what it answers gives it back.</summary>
    public async Task<IAsyncDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(Take, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new Held(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private sealed class Held(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
