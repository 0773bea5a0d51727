using Npgsql;
using OrderApp.ServiceDefaults.Sharing;

namespace OrderApp.Payments.Storage;

/// <summary>How statements that begin and settle operations go to the database: those of concurrent calls together.</summary>
internal sealed class PaymentDatabase(NpgsqlDataSource database)
{
    /// <summary>Statements that change one transaction.</summary>
    public SharedStatements Writes { get; } = new(database, atOnce: 1);
}
