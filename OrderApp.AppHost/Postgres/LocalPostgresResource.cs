using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using OrderApp.LocalPostgres;

namespace OrderApp.AppHost.Postgres;

/// <summary>This machine's own PostgreSQL, run by the AppHost as a program.</summary>
internal sealed class LocalPostgresResource(string name, Command command, ParameterResource password)
    : ExecutableResource(name, command.Program, "/"), IResourceWithConnectionString
{
    private EndpointReference Endpoint => new(this, "tcp");

    public EndpointReferenceExpression Port => Endpoint.Property(EndpointProperty.TargetPort);

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Host={Endpoint.Property(EndpointProperty.Host)};Port={Endpoint.Property(EndpointProperty.Port)};Username={PostgresDataDirectory.UserName};Password={password}");

    /// <summary>The superuser's way to the server.</summary>
    public async Task<NpgsqlDataSource> ConnectAsync(CancellationToken cancellationToken) =>
        NpgsqlDataSource.Create(await ConnectionStringExpression.GetValueAsync(cancellationToken) + ";Database=postgres;Pooling=false;Timeout=5");
}

internal static class LocalPostgresExtensions
{
    // Aspire asks again after 1 s, then 2 s, and so on: a check that looks more often itself finds the server as soon as it is there.
    private static readonly TimeSpan CheckDuration = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(50);

    public static IResourceBuilder<LocalPostgresResource> AddLocalPostgres(
        this IDistributedApplicationBuilder builder, string name, PostgresDataDirectory data, string passwordName)
    {
        var binaries = PostgresBinaries.Find(data.MajorVersion);
        var command = PostgresSettings.CommandWithoutPort(binaries, data);
        var password = builder.AddParameter(passwordName, () => data.Password, secret: true);
        var server = new LocalPostgresResource(name, command, password.Resource);
        var health = $"{name}_check";
        builder.Services.AddHealthChecks().AddAsyncCheck(health, cancellationToken => CheckAsync(server, cancellationToken));
        var resource = builder.AddResource(server)
            .WithEndpoint(scheme: "tcp", name: "tcp")
            .WithArgs([.. command.Arguments, "-p", server.Port])
            .OnBeforeResourceStarted((_, _, cancellationToken) => data.PrepareAsync(binaries, cancellationToken))
            .WithHealthCheck(health)
            .WithIconName("Database");
        password.WithParentRelationship(resource);
        return resource;
    }

    /// <summary>A database on this server, made when it is not there yet.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddDatabase(this IResourceBuilder<LocalPostgresResource> server, string name)
    {
        server.OnResourceReady((resource, _, cancellationToken) => CreateDatabaseAsync(resource, name, cancellationToken));
        return server.ApplicationBuilder
            .AddConnectionString(name, ReferenceExpression.Create($"{server.Resource};Database={name}"))
            .WithParentRelationship(server)
            .WithIconName("Database")
            .WaitFor(server);
    }

    private static async Task CreateDatabaseAsync(LocalPostgresResource server, string name, CancellationToken cancellationToken)
    {
        await using var source = await server.ConnectAsync(cancellationToken);
        await using var find = source.CreateCommand("SELECT 1 FROM pg_database WHERE datname = $1");
        find.Parameters.Add(new() { Value = name });
        if (await find.ExecuteScalarAsync(cancellationToken) is not null)
            return;
        await using var create = source.CreateCommand($"CREATE DATABASE \"{name}\"");
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<HealthCheckResult> CheckAsync(LocalPostgresResource server, CancellationToken cancellationToken)
    {
        await using var source = await server.ConnectAsync(cancellationToken);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (NpgsqlException failure) when (waited.Elapsed > CheckDuration)
            {
                return HealthCheckResult.Unhealthy(failure.Message);
            }
            catch (NpgsqlException)
            {
                await Task.Delay(CheckInterval, cancellationToken);
            }
        }
    }
}
