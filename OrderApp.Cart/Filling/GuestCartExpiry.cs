using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Buying.Common;
using OrderApp.Buying.Storage;
using OrderApp.ServiceDefaults;

namespace OrderApp.Buying.Filling;

/// <summary>Removes guests' carts that nobody has touched for long, and keys of AddItem that nobody will use again. Replicas may do it at once.</summary>
internal sealed class GuestCartExpiry(
    NpgsqlDataSource database, IDatabaseReadiness schema, CartMetrics metrics, IOptions<CartOptions> options, TimeProvider time, ILogger<GuestCartExpiry> logger)
    : DatabaseWorker
{
    private const int AtOnce = 1000;
    private static readonly TimeSpan RequestRetention = TimeSpan.FromDays(2);

    // What a checkout takes its books out of stays until it has.
    private const string RemoveCarts =
        """
        DELETE FROM carts WHERE (kind, id) IN (
          SELECT kind, id FROM carts
          WHERE kind = 2 AND updated_at < now() - $1
            AND NOT EXISTS (SELECT FROM checkouts WHERE checkouts.kind = carts.kind AND cart_id = carts.id AND state = 1)
          ORDER BY updated_at LIMIT $2 FOR UPDATE SKIP LOCKED)
        """;

    private const string RemoveRequests =
        """
        DELETE FROM cart_requests WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM cart_requests WHERE created_at < now() - $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))
        """;

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        using var timer = new PeriodicTimer(options.Value.ExpiryInterval, time);
        string? told = null;
        do
        {
            try
            {
                metrics.GuestCarts.Add(await RemoveAsync(RemoveCarts, options.Value.GuestRetention, stopping));
                await RemoveAsync(RemoveRequests, RequestRetention, stopping);
                told = null;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The same reason is told once.
                if (told != error.Message)
                    Log.ExpiryFails(logger, error.Message);
                told = error.Message;
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task<int> RemoveAsync(string statement, TimeSpan after, CancellationToken cancellationToken)
    {
        var removed = 0;
        int last;
        do
        {
            await using var command = database.CreateCommand(statement).Add(after).Add(AtOnce);
            removed += last = await command.ExecuteNonQueryAsync(cancellationToken);
        }
        while (last == AtOnce);
        return removed;
    }
}
