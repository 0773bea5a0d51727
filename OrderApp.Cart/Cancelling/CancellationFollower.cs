using Grpc.Core;
using Npgsql;
using OrderApp.Buying.Common;
using OrderApp.Buying.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Buying.Cancelling;

/// <summary>
/// Follows the orders: one that is cancelled and that a checkout paid is refunded next. Every replica may follow, and events may come again: only the
/// first time does a cancellation change anything.
/// </summary>
internal sealed class CancellationFollower(
    NpgsqlDataSource database, OrderService.OrderServiceClient orders, IDatabaseReadiness schema, TimeProvider time, ILogger<CancellationFollower> logger) : DatabaseWorker
{
    private const int PageSize = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // One that is under way is finished first; then it finds cancelled_at.
    private const string Cancel =
        """
        UPDATE checkouts SET cancelled_at = now(),
          step = CASE WHEN state = 2 THEN 21 ELSE step END, due_at = CASE WHEN state = 2 THEN now() ELSE due_at END, run = CASE WHEN state <> 2 THEN run END
        WHERE order_uuid = ANY ($1) AND cancelled_at IS NULL
        """;

    private const string ReadToken = "SELECT resume_token FROM feed_position";
    private const string WriteToken = "INSERT INTO feed_position (id, resume_token) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET resume_token = $1";
    private const string ForgetToken = "DELETE FROM feed_position";

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        var told = "";
        while (true)
        {
            try
            {
                await FollowAsync(stopping);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                var problem = error is RpcException { Status.Detail: var detail } ? detail : error.Message;
                if (problem != told)
                    Log.FollowFails(logger, told = problem);
            }

            await Task.Delay(Pause, time, stopping);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await using var read = database.CreateCommand(ReadToken);
        var token = (string?)await read.ExecuteScalarAsync(cancellationToken);
        using var call = orders.WatchOrders(new() { ResumeToken = token ?? "" }, cancellationToken: cancellationToken);
        try
        {
            var headers = await call.ResponseHeadersAsync;
            if (token is null)
            {
                // The watch comes first: what is cancelled during the listing is told after it.
                await CatchUpAsync(cancellationToken);
                token = headers.GetValue("resume-token");
                if (token is not null)
                    await ExecuteAsync(WriteToken, token, cancellationToken);
            }

            await FollowAsync(call.ResponseStream, cancellationToken);
        }
        catch (RpcException refusal) when (token is not null && refusal.StatusCode is StatusCode.OutOfRange or StatusCode.InvalidArgument)
        {
            // The events are not kept that long, or the orders are those of another database.
            Log.EventsTooOld(logger, refusal.Status.Detail);
            await using var forget = database.CreateCommand(ForgetToken);
            await forget.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task FollowAsync(IAsyncStreamReader<OrderEvent> stream, CancellationToken cancellationToken)
    {
        var written = time.GetTimestamp();
        while (await stream.MoveNext(cancellationToken))
        {
            var told = stream.Current;
            var isCancelled = IsCancelled(told.Order);
            if (isCancelled)
                await ExecuteAsync(Cancel, new[] { Guid.Parse(told.Order.Uuid) }, cancellationToken);
            // Most events are others, and to see them again costs nothing: where to go on is written once a second.
            if (!isCancelled && time.GetElapsedTime(written) < Pause)
                continue;
            await ExecuteAsync(WriteToken, told.ResumeToken, cancellationToken);
            written = time.GetTimestamp();
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var request = new ListOrdersRequest { PageSize = PageSize };
        do
        {
            var page = await orders.ListOrdersAsync(request, cancellationToken: cancellationToken);
            if (page.Orders.Where(IsCancelled).Select(order => Guid.Parse(order.Uuid)).ToArray() is { Length: > 0 } cancelled)
                await ExecuteAsync(Cancel, cancelled, cancellationToken);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    private static bool IsCancelled(Order order) => order.State is Order.Types.State.Cancelled;

    private async Task ExecuteAsync<TValue>(string statement, TValue value, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(statement).Add(value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
