using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace OrderApp.ServiceDefaults.Database;

/// <summary>A service's own PostgreSQL database.</summary>
public static class DatabaseExtensions
{
    /// <summary>
    /// Adds the connection <c>ConnectionStrings:NAME</c> as an <see cref="NpgsqlDataSource"/> and as EF Core contexts, brings the schema
    /// up to date in the background as soon as the database can be reached, and makes readiness depend on both.
    /// </summary>
    /// <exception cref="InvalidOperationException">The connection string is missing or cannot be parsed.</exception>
    public static WebApplicationBuilder AddServiceDatabase<TContext>(
        this WebApplicationBuilder builder, string name, Action<NpgsqlConnectionStringBuilder>? configure = null) where TContext : DbContext
    {
        var settings = ConnectionSettings.Read(builder.Configuration, name);
        configure?.Invoke(settings);
        builder.Services.AddSingleton(provider => Build(settings, provider));
        builder.Services.AddSingleton<System.Data.Common.DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        builder.Services.AddPooledDbContextFactory<TContext>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        builder.Services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext());

        builder.Services.AddSingleton<DatabaseMigrator<TContext>>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DatabaseMigrator<TContext>>());
        builder.Services.AddSingleton<IDatabaseReadiness>(provider => provider.GetRequiredService<DatabaseMigrator<TContext>>());
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>(name);
        return builder;
    }

    /// <summary>
    /// Adds a further <see cref="NpgsqlDataSource"/> for the same database, under a key and with one connection, for who has one statement under
    /// way at a time: a pool takes its connections in turn, and each time it is another process of PostgreSQL that has to warm up.
    /// </summary>
    /// <exception cref="InvalidOperationException">The connection string is missing or cannot be parsed.</exception>
    public static WebApplicationBuilder AddSingleConnection(
        this WebApplicationBuilder builder, string name, string key, Action<NpgsqlConnectionStringBuilder>? configure = null)
    {
        var settings = ConnectionSettings.Read(builder.Configuration, name);
        configure?.Invoke(settings);
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, 1);
        settings.MaxPoolSize = 1;
        builder.Services.AddKeyedSingleton(key, (provider, _) => Build(settings, provider));
        return builder;
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings, IServiceProvider provider)
    {
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        source.UseLoggerFactory(provider.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>());
        // One name for every span of a statement; the text itself is an attribute.
        source.ConfigureTracing(tracing => tracing.ConfigureCommandSpanNameProvider(_ => "postgresql").EnableFirstResponseEvent(false));
        source.UsePhysicalConnectionInitializer(CallerCheck.Begin, CallerCheck.BeginAsync);
        return source.Build();
    }
}
