using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OrderApp.ServiceDefaults.Auditing;

namespace OrderApp.ServiceDefaults;

/// <summary>A service's own PostgreSQL database.</summary>
public static class Postgres
{
    private const string CallerCheck = "SET client_connection_check_interval = 500";

    /// <summary>
    /// Adds the connection <c>ConnectionStrings:NAME</c> as an <see cref="NpgsqlDataSource"/> and as EF Core contexts, brings the schema
    /// up to date in the background as soon as the database can be reached, and makes readiness depend on both. What operators do is recorded in it:
    /// the model has <see cref="AuditEntryModel.AddAuditEntries"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The connection string is missing or cannot be parsed.</exception>
    public static WebApplicationBuilder AddServiceDatabase<TContext>(
        this WebApplicationBuilder builder, string name, Action<NpgsqlConnectionStringBuilder>? configure = null) where TContext : DbContext
    {
        var settings = PostgresSettings.Read(builder.Configuration, name);
        configure?.Invoke(settings);
        builder.Services.AddSingleton(provider => Build(settings, provider));
        builder.Services.AddSingleton<DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        builder.Services.AddPooledDbContextFactory<TContext>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        builder.Services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext());

        builder.Services.AddSingleton<DatabaseMigrator<TContext>>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DatabaseMigrator<TContext>>());
        builder.Services.AddSingleton<IDatabaseReadiness>(provider => provider.GetRequiredService<DatabaseMigrator<TContext>>());
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>(name);
        builder.Services.AddAuditTrail();
        return builder;
    }

    /// <summary>
    /// Adds a further <see cref="NpgsqlDataSource"/> for the same database, under a key and with so many connections of its own, for who is not to wait for
    /// those of the service.
    /// </summary>
    /// <exception cref="InvalidOperationException">The connection string is missing or cannot be parsed.</exception>
    public static WebApplicationBuilder AddFurtherConnections(
        this WebApplicationBuilder builder, string name, string key, int most, Action<NpgsqlConnectionStringBuilder>? configure = null)
    {
        var settings = PostgresSettings.Read(builder.Configuration, name);
        configure?.Invoke(settings);
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, most);
        settings.MaxPoolSize = most;
        builder.Services.AddKeyedSingleton(key, (provider, _) => Build(settings, provider));
        return builder;
    }

    /// <summary>
    /// Whether the database is away, so that the same statement may succeed later. PostgreSQL says FATAL or PANIC when the session is over or
    /// never began; the code beside it tells little then: with a full disk, opening a connection fails as XX000, an internal error. A statement that
    /// was cancelled did nothing: an operator or a timeout of the server may have done it, or a request to cancel the session's statement before, which
    /// came late.
    /// </summary>
    /// <remarks>https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS</remarks>
    public static bool IsAway(this DbException error) =>
        error.IsTransient || error is PostgresException { InvariantSeverity: "FATAL" or "PANIC" } or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings, IServiceProvider provider)
    {
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        source.UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>());
        // One name for every span of a statement; the text itself is an attribute.
        source.ConfigureTracing(tracing => tracing.ConfigureCommandSpanNameProvider(_ => "postgresql").EnableFirstResponseEvent(false));
        source.UsePhysicalConnectionInitializer(CheckCaller, CheckCallerAsync);
        return source.Build();
    }

    /// <summary>
    /// Has PostgreSQL look twice a second, while it is at a statement, whether who sent it is still connected. A request to cancel a statement may
    /// come before it, or not at all: Npgsql gives the connection up then, but a statement that waits for a lock would go on, with what it has locked
    /// itself, long after its callers have gone.
    /// </summary>
    /// <remarks>https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-CLIENT-CONNECTION-CHECK-INTERVAL</remarks>
    private static void CheckCaller(NpgsqlConnection connection)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        using var command = new NpgsqlCommand(CallerCheck, connection);
        try
        {
            command.ExecuteNonQuery();
        }
        catch (PostgresException error) when (CannotCheckCaller(error))
        {
            // Statements are cancelled all the same, as long as the request comes in time.
        }
    }

    private static async Task CheckCallerAsync(NpgsqlConnection connection)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await using var command = new NpgsqlCommand(CallerCheck, connection);
        try
        {
            await command.ExecuteNonQueryAsync();
        }
        catch (PostgresException error) when (CannotCheckCaller(error))
        {
            // As above.
        }
    }

    // Before version 14 there is no such setting, and on Windows it takes no value but 0.
    private static bool CannotCheckCaller(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.InvalidParameterValue;
}
