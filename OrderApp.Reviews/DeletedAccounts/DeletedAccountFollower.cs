using Grpc.Core;
using Microsoft.Extensions.Options;
using OrderApp.Reviewing.Common;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Reviewing.DeletedAccounts;

/// <summary>
/// Asks the user service now and then which accounts were deleted, and strikes them out of the reviews. Replicas do it beside each other: what one has
/// done, the others find done.
/// </summary>
internal sealed class DeletedAccountFollower(
    Accounts.AccountsClient accounts, DeletedAccountStore store, IDatabaseReadiness schema, ReviewMetrics metrics, IOptions<ReviewOptions> options,
    TimeProvider time, ILogger<DeletedAccountFollower> logger) : DatabaseWorker
{
    /// <summary>
    /// How long an account is struck out again and again: an access token that was issued before, valid for minutes, may still write a review, and an
    /// order's event may just be on its way.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromHours(1);

    private const int PageSize = 100;

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        var told = "";
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stopping);
                told = "";
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                var reason = error is RpcException { Status.Detail: var detail } ? detail : error.Message;
                if (reason != told)
                    Log.StrikingFails(logger, told = reason);
            }

            await Task.Delay(options.Value.DeletedAccountsInterval, time, stopping);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var position = await store.PositionAsync(cancellationToken);
        var (settled, allSettled) = (position, true);
        var request = new ListDeletedAccountsRequest { AfterSequence = position, PageSize = PageSize };
        while ((await accounts.ListDeletedAccountsAsync(request, cancellationToken: cancellationToken)).Accounts is { Count: > 0 } page)
        {
            foreach (var account in page)
            {
                if (Guid.TryParse(account.AccountId, out var id))
                    metrics.Struck.Add(await store.StrikeAsync(id, cancellationToken));
                allSettled &= account.DeleteTime.ToDateTime() < time.GetUtcNow().UtcDateTime - Settling;
                settled = allSettled ? account.Sequence : settled;
            }

            request.AfterSequence = page[^1].Sequence;
        }

        if (settled > position)
            await store.AdvanceAsync(settled, cancellationToken);
    }
}
