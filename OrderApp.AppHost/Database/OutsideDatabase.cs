using System.Net.Sockets;
using Npgsql;

namespace OrderApp.AppHost.Database;

/// <summary>A database that someone else runs, given by its connection string.</summary>
internal static class OutsideDatabase
{
    /// <summary>Why it cannot be used, in one line without the password; null when it can.</summary>
    public static async Task<string?> FindFaultAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
            await using var source = NpgsqlDataSource.Create(settings);
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return null;
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.InvalidCatalogName)
        {
            // The service that owns it makes it.
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.MessageText;
        }
        catch (ArgumentException malformed)
        {
            return $"it is not a PostgreSQL connection string ({malformed.Message.ReplaceLineEndings(" ")}).";
        }
        catch (Exception failure) when (failure is NpgsqlException or SocketException or TimeoutException or OperationCanceledException)
        {
            return (failure.InnerException ?? failure).Message.ReplaceLineEndings(" ");
        }
    }
}
