using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Reviewing.Common;
using OrderApp.Reviewing.Storage;
using OrderApp.ServiceDefaults;

namespace OrderApp.Reviewing.Repeating;

/// <summary>Removes keys of requests that nobody repeats any more. By the database's clock, which wrote their time.</summary>
internal sealed class RequestPruner(
    NpgsqlDataSource database, IDatabaseReadiness schema, IOptions<ReviewOptions> options, TimeProvider time, ILogger<RequestPruner> logger) : DatabaseWorker
{
    private const string Prune = "DELETE FROM requests WHERE stored_time < now() - $1";

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        while (true)
        {
            try
            {
                await using var prune = database.CreateCommand(Prune).Add(options.Value.Retention);
                await prune.ExecuteNonQueryAsync(stopping);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                Log.PruningFails(logger, error.Message);
            }

            await Task.Delay(options.Value.PruneInterval, time, stopping);
        }
    }
}
