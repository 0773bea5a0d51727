using Npgsql;
using OrderApp.ServiceDefaults.Sharing;

namespace OrderApp.Buying.Storage;

/// <summary>How statements of carts and checkouts go to the database: those of concurrent calls together.</summary>
internal sealed class CartDatabase(NpgsqlDataSource database)
{
    /// <summary>Statements that read.</summary>
    public SharedStatements Reads { get; } = new(database, atOnce: 2);

    /// <summary>Statements that change one cart or one checkout.</summary>
    public SharedStatements Writes { get; } = new(database, atOnce: 1);
}
