using Npgsql;
using OrderApp.Buying.Pricing;
using OrderApp.Buying.Storage;

namespace OrderApp.Buying.Campaigns;

/// <summary>A campaign and what it brought. Revenue is in the currency's smallest unit.</summary>
internal sealed record CampaignResult(
    Guid Id, string Promotion, string StartedBy, DateTime CreatedAt, bool IsGathered, long Receivers, long Sent, long Waiting, long Skipped, long Failed, long Orders,
    long Revenue);

/// <summary>The campaigns in the database.</summary>
internal sealed class CampaignStore(NpgsqlDataSource database)
{
    // One at a time, whoever begins one at the same moment.
    private const string Lock = "SELECT pg_advisory_xact_lock(7020664)";

    private const string Start =
        """
        INSERT INTO campaigns (id, promotion, started_by, request_id, last_account)
        SELECT $1, $2, $3, $4, '00000000-0000-0000-0000-000000000000'
        WHERE NOT EXISTS (SELECT FROM campaigns WHERE gathered_at IS NULL) AND NOT EXISTS (SELECT FROM campaign_mails WHERE state = 1)
        ON CONFLICT DO NOTHING
        """;

    private const string FindByRequest = "SELECT id FROM campaigns WHERE request_id = $1";

    // Who has used the promotion meanwhile is in promotion_uses with the checkout that did.
    private const string Results =
        """
        SELECT campaign.id, campaign.promotion, campaign.started_by, campaign.created_at, campaign.gathered_at IS NOT NULL,
          counted.receivers, counted.sent, counted.waiting, counted.skipped, counted.failed, counted.orders, counted.revenue
        FROM campaigns AS campaign CROSS JOIN LATERAL (
          SELECT count(*) AS receivers, count(*) FILTER (WHERE mail.state = 2) AS sent, count(*) FILTER (WHERE mail.state = 1) AS waiting,
            count(*) FILTER (WHERE mail.state = 3) AS skipped, count(*) FILTER (WHERE mail.state = 4) AS failed,
            count(bought.id) AS orders, coalesce(sum((bought.purchase->>'total')::bigint), 0)::bigint AS revenue
          FROM campaign_mails AS mail
          LEFT JOIN promotion_uses AS used ON mail.state = 2 AND used.promotion = campaign.promotion AND used.kind = 1 AND used.customer_id = mail.account_id
          LEFT JOIN checkouts AS bought ON bought.id = used.checkout_id AND bought.state = 2 AND bought.cancelled_at IS NULL AND bought.created_at >= mail.sent_at
          WHERE mail.campaign_id = campaign.id) AS counted
        WHERE {0} ORDER BY campaign.id DESC LIMIT $2
        """;

    private static readonly string Page = Results.Replace("{0}", "campaign.id < $1", StringComparison.Ordinal);
    private static readonly string One = Results.Replace("{0}", "campaign.id = $1", StringComparison.Ordinal);

    private static readonly Guid Last = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    /// <summary>Begins a campaign, or finds the one that was begun with this key; null while another one is under way.</summary>
    public async Task<CampaignResult?> StartAsync(string who, string requestId, CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var turn = new NpgsqlCommand(Lock, connection, transaction);
            await turn.ExecuteNonQueryAsync(cancellationToken);
            await using var start = new NpgsqlCommand(Start, connection, transaction);
            await start.Add(Guid.CreateVersion7()).Add(Promotion.Name).Add(who).Add(requestId).ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await using var find = database.CreateCommand(FindByRequest).Add(requestId);
        return await find.ExecuteScalarAsync(cancellationToken) is Guid id ? (await ReadAsync(One, id, 1, cancellationToken))[0] : null;
    }

    /// <summary>The newest campaigns before one of them.</summary>
    public Task<List<CampaignResult>> ListAsync(Guid? before, int count, CancellationToken cancellationToken) =>
        ReadAsync(Page, before ?? Last, count, cancellationToken);

    private async Task<List<CampaignResult>> ReadAsync(string sql, Guid id, int count, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql).Add(id).Add(count);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<CampaignResult>();
        while (await row.ReadAsync(cancellationToken))
        {
            found.Add(new(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetDateTime(3), row.GetBoolean(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7),
                row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11)));
        }

        return found;
    }
}
