using Npgsql;

namespace OrderApp.ServiceDefaults.Auditing;

/// <summary>The audit trail in the service's own database. Its statements are these: one adds an entry, one tells how it ended, one reads.</summary>
internal sealed class AuditStore(NpgsqlDataSource source)
{
    private const string Insert =
        """
        INSERT INTO audit_entries (id, start_time, account_id, method, things, request)
        VALUES ($1, $2, $3, $4, $5, $6)
        """;

    // What has an end keeps it.
    private const string Finish =
        """
        UPDATE audit_entries SET end_time = $2, status = $3, reason = $4, things = $5, request = $6
        WHERE id = $1 AND status IS NULL
        """;

    private const string Select = "SELECT id, start_time, account_id, method, things, request, end_time, status, reason FROM audit_entries WHERE id >= $1 AND id < $2";

    public async Task BeginAsync(AuditEntryRow entry, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Insert);
        Add(command, entry.Id, entry.StartTime, entry.AccountId, entry.Method, entry.Things, entry.Request);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task EndAsync(AuditEntryRow entry)
    {
        await using var command = source.CreateCommand(Finish);
        Add(command, entry.Id, entry.EndTime!.Value, entry.Status!, entry.Reason!, entry.Things, entry.Request);
        // Also when the caller has gone: what was done is to be told.
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Entries whose ids lie between two, newest first.</summary>
    public async Task<List<AuditEntryRow>> ListAsync(
        (Guid From, Guid Before) ids, string accountId, string thing, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand();
        Add(command, ids.From, ids.Before, limit);
        var filter = "";
        if (accountId.Length > 0)
            filter += $" AND account_id = ${Add(command, accountId)}";
        if (thing.Length > 0)
            filter += $" AND things @> ${Add(command, (object)new[] { thing })}";
        command.CommandText = $"{Select}{filter} ORDER BY id DESC LIMIT $3";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<AuditEntryRow>();
        while (await reader.ReadAsync(cancellationToken))
            entries.Add(Read(reader));
        return entries;
    }

    private static AuditEntryRow Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        StartTime = reader.GetDateTime(1),
        AccountId = reader.GetString(2),
        Method = reader.GetString(3),
        Things = reader.GetFieldValue<string[]>(4),
        Request = reader.GetString(5),
        EndTime = reader.IsDBNull(6) ? null : reader.GetDateTime(6),
        Status = reader.IsDBNull(7) ? null : reader.GetString(7),
        Reason = reader.IsDBNull(8) ? null : reader.GetString(8),
    };

    // The number of the last one.
    private static int Add(NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command.Parameters.Count;
    }
}
