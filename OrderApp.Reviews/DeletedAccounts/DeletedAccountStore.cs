using Npgsql;
using OrderApp.Reviewing.Storage;

namespace OrderApp.Reviewing.DeletedAccounts;

/// <summary>Strikes people out of the database, and keeps up to where that was done.</summary>
internal sealed class DeletedAccountStore(NpgsqlDataSource database)
{
    // The review stays, with what it is worth; who wrote it does not.
    private const string Reviews =
        """
        UPDATE reviews SET customer_id = NULL, author_name = NULL, was_verified = was_verified OR EXISTS (
          SELECT FROM purchases WHERE purchases.customer_id = reviews.customer_id AND purchases.book_id = reviews.book_id)
        WHERE customer_id = $1
        """;

    private const string Purchases = "DELETE FROM purchases WHERE customer_id = $1";

    // Their answers hold the name.
    private const string Requests = "DELETE FROM requests WHERE caller = $1";

    private const string Position = "SELECT deleted_accounts_sequence FROM followed WHERE id = 1";

    private const string Advance = "UPDATE followed SET deleted_accounts_sequence = $1 WHERE id = 1 AND deleted_accounts_sequence < $1";

    /// <summary>The place in the user service's list up to which accounts were struck out for good.</summary>
    public async Task<long> PositionAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Position);
        return await command.ExecuteScalarAsync(cancellationToken) is long sequence ? sequence : 0;
    }

    /// <summary>Remembers that place; another replica may have gone further.</summary>
    public async Task AdvanceAsync(long sequence, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Advance).Add(sequence);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Strikes an account out wherever it stands, and tells how many reviews were its; does nothing the second time.</summary>
    public async Task<int> StrikeAsync(Guid account, CancellationToken cancellationToken)
    {
        var reviews = new NpgsqlBatchCommand(Reviews).Add(account);
        // Without a transaction of its own a batch is one.
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(reviews);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Purchases).Add(account));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Requests).Add(account.ToString()));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return (int)reviews.Rows;
    }
}
