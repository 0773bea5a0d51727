using Grpc.Core;
using Npgsql;
using OrderApp.Buying.Common;
using OrderApp.Buying.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Buying.Campaigns;

/// <summary>
/// Finds out who gets a mail of a campaign: it goes through the accounts that want mails, in the order of their ids, and writes down how far it is in the statement
/// that claims their mails. Killed anywhere it goes on there; that several replicas do it changes nothing.
/// </summary>
internal sealed class ReceiverGathering(
    NpgsqlDataSource database, Accounts.AccountsClient accounts, IDatabaseReadiness schema, TimeProvider time, ILogger<ReceiverGathering> logger) : DatabaseWorker
{
    private const int PageSize = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const string Find = "SELECT id, last_account FROM campaigns WHERE gathered_at IS NULL ORDER BY id LIMIT 1";

    private const string Claim =
        """
        WITH moved AS (
          UPDATE campaigns SET last_account = $3, gathered_at = CASE WHEN $4 THEN now() END WHERE id = $1 AND last_account = $2 AND gathered_at IS NULL
          RETURNING promotion
        )
        INSERT INTO campaign_mails (campaign_id, account_id, state)
        SELECT $1, account, 1 FROM moved CROSS JOIN unnest($5) AS account
        WHERE NOT EXISTS (SELECT FROM promotion_uses WHERE promotion = moved.promotion AND kind = 1 AND customer_id = account)
        ON CONFLICT DO NOTHING
        """;

    // As long as other mails are kept.
    private const string GiveUp = "UPDATE campaign_mails SET state = 4 WHERE state = 1 AND created_at < now() - interval '3 days'";

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        var told = "";
        while (true)
        {
            try
            {
                while (await GatherAsync(stopping))
                {
                }

                await using var give = database.CreateCommand(GiveUp);
                await give.ExecuteNonQueryAsync(stopping);
                told = "";
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                var problem = error is RpcException { Status.Detail: var detail } ? detail : error.Message;
                if (problem != told)
                    Log.GatheringFails(logger, told = problem);
            }

            await Task.Delay(Pause, time, stopping);
        }
    }

    private async Task<bool> GatherAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is not var (campaign, last))
            return false;
        var request = new ListMailReceiversRequest { AfterAccountId = last == Guid.Empty ? "" : last.ToString(), PageSize = PageSize };
        var page = await accounts.ListMailReceiversAsync(request, cancellationToken: cancellationToken);
        Guid[] ids = [.. page.AccountIds.Select(Guid.Parse)];
        var isLast = ids.Length < PageSize;
        await using var claim = database.CreateCommand(Claim);
        await claim.Add(campaign).Add(last).Add(ids.Length > 0 ? ids[^1] : last).Add(isLast).Add(ids).ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    private async Task<(Guid Campaign, Guid Last)?> FindAsync(CancellationToken cancellationToken)
    {
        await using var find = database.CreateCommand(Find);
        await using var row = await find.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? (row.GetGuid(0), row.GetGuid(1)) : null;
    }
}
