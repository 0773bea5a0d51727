using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using OrderApp.AppHost.LocalPostgres;

namespace OrderApp.AppHost.Database;

internal static class LocalPostgresSetup
{
    public static IResourceBuilder<LocalPostgresResource> AddLocalPostgres(
        this IDistributedApplicationBuilder builder, string name, PostgresDataDirectory data, string passwordName)
    {
        var binaries = PostgresBinaries.Find(data.MajorVersion);
        var password = builder.AddParameter(passwordName, () => data.Password, secret: true);
        var command = PostgresCommand.StoppingFast(binaries, data);
        var server = new LocalPostgresResource(name, command.Program, "/", data, password.Resource);
        var health = $"{name}_check";
        builder.Services.AddHealthChecks().AddAsyncCheck(health, cancellationToken => CheckAsync(server, cancellationToken));

        return builder.AddResource(server)
            .WithEndpoint(scheme: "tcp", name: "tcp")
            .WithArgs([.. command.Arguments, "-p", server.Port])
            .OnBeforeResourceStarted((_, _, cancellationToken) => data.PrepareAsync(binaries, cancellationToken))
            .WithHealthCheck(health)
            .ExcludeFromManifest();
    }

    /// <summary>A database on this server, made when it is not there yet.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddDatabase(this IResourceBuilder<LocalPostgresResource> server, string name)
    {
        server.OnResourceReady((resource, _, cancellationToken) => CreateDatabaseAsync(resource, name, cancellationToken));
        return server.ApplicationBuilder
            .AddConnectionString(name, ReferenceExpression.Create($"{server.Resource};Database={name}"))
            .WaitFor(server);
    }

    private static async Task CreateDatabaseAsync(LocalPostgresResource server, string name, CancellationToken cancellationToken)
    {
        await using var source = await ConnectAsync(server, cancellationToken);
        await using var find = source.CreateCommand("SELECT 1 FROM pg_database WHERE datname = $1");
        find.Parameters.Add(new() { Value = name });
        if (await find.ExecuteScalarAsync(cancellationToken) is not null)
            return;
        await using var create = source.CreateCommand($"CREATE DATABASE \"{name}\"");
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<HealthCheckResult> CheckAsync(LocalPostgresResource server, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = await ConnectAsync(server, cancellationToken);
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException failure)
        {
            return HealthCheckResult.Unhealthy(failure.Message);
        }
    }

    private static async Task<NpgsqlDataSource> ConnectAsync(LocalPostgresResource server, CancellationToken cancellationToken) =>
        NpgsqlDataSource.Create(await server.ConnectionStringExpression.GetValueAsync(cancellationToken) + ";Database=postgres;Pooling=false;Timeout=5");
}
