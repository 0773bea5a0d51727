using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace OrderApp.Marketplace.Security;

/// <summary>
/// The keys that protect cookies and forms, in the marketplace's own database: every replica reads them, and they outlive restarts. It is the only
/// table here, so EF Core, which the marketplace does not need otherwise, stays out. While the database is away, pages with forms fail; what needs no
/// form, JSON and gRPC among it, goes on.
/// </summary>
internal sealed class CookieKeys(string connectionString) : IXmlRepository
{
    private const string Create = """
        BEGIN;
        SELECT pg_advisory_xact_lock(6073551);
        CREATE TABLE IF NOT EXISTS cookie_keys (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            xml text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now());
        COMMIT
        """;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var source = Open();
        using var select = source.CreateCommand("SELECT xml FROM cookie_keys ORDER BY id");
        using var reader = select.ExecuteReader();
        var keys = new List<XElement>();
        while (reader.Read())
            keys.Add(XElement.Parse(reader.GetString(0)));
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var source = Open();
        using var insert = source.CreateCommand("INSERT INTO cookie_keys (xml) VALUES ($1)");
        insert.Parameters.Add(new() { Value = element.ToString(SaveOptions.DisableFormatting) });
        insert.ExecuteNonQuery();
    }

    /// <summary>The database with its table; both are made when they are not there yet. It is needed once a day: no connection is kept.</summary>
    private NpgsqlDataSource Open()
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5, CommandTimeout = 5 };
        var source = NpgsqlDataSource.Create(settings);
        try
        {
            Execute(source, Create);
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.InvalidCatalogName)
        {
            CreateDatabase(settings);
            Execute(source, Create);
        }
        return source;
    }

    private static void CreateDatabase(NpgsqlConnectionStringBuilder settings)
    {
        using var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Database = "postgres" });
        try
        {
            Execute(server, $"CREATE DATABASE \"{settings.Database}\"");
        }
        catch (PostgresException raced) when (raced.SqlState is PostgresErrorCodes.DuplicateDatabase)
        {
            // Another replica was first.
        }
    }

    private static void Execute(NpgsqlDataSource source, string sql)
    {
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }
}
