using Microsoft.Extensions.Configuration;
using OrderApp.LocalPostgres;

namespace OrderApp.AppHost.Postgres;

/// <summary>The shop's databases: given from outside, or on one PostgreSQL server that they share.</summary>
internal static class PostgresDatabases
{
    private const string ServerName = "postgres";
    private const string PasswordName = "postgres-password";

    /// <summary>
    /// Adds a database. ConnectionStrings__NAME set from outside wins; else it is on this machine's own PostgreSQL, so that data never moves by
    /// itself. A container is used when publishing, and with the option Postgres:Container=true.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddPostgresDatabase(this IDistributedApplicationBuilder builder, string name)
    {
        if (builder.ExecutionContext.IsRunMode && builder.Configuration.GetConnectionString(name) is { } outside)
            return builder.AddConnectionString(name, ReferenceExpression.Create($"{outside}"));
        return builder.ExecutionContext.IsPublishMode || builder.UsesContainer()
            ? builder.ContainerServer().AddDatabase(name)
            : builder.LocalServer().AddDatabase(name);
    }

    /// <summary>Whether the option asks for a container.</summary>
    public static bool UsesContainer(this IDistributedApplicationBuilder builder) => builder.Configuration.GetValue<bool>("Postgres:Container");

    /// <summary>Where the local server keeps its data: the option Postgres:DataDirectory, else a folder of this clone's own.</summary>
    public static PostgresDataDirectory PostgresDataDirectory(this IDistributedApplicationBuilder builder) =>
        new(builder.Configuration["Postgres:DataDirectory"] ?? Clone.OfThisProgram().DataDirectory);

    private static IResourceBuilder<LocalPostgresResource> LocalServer(this IDistributedApplicationBuilder builder) =>
        builder.Resources.OfType<LocalPostgresResource>().FirstOrDefault() is { } existing
            ? builder.CreateResourceBuilder(existing)
            : builder.AddLocalPostgres(ServerName, builder.PostgresDataDirectory(), PasswordName);

    private static IResourceBuilder<PostgresServerResource> ContainerServer(this IDistributedApplicationBuilder builder)
    {
        if (builder.Resources.OfType<PostgresServerResource>().FirstOrDefault() is { } existing)
            return builder.CreateResourceBuilder(existing);
        if (builder.ExecutionContext.IsPublishMode)
            return builder.AddPostgres(ServerName, password: builder.AddParameter(PasswordName, secret: true)).WithDataVolume("orderapp-postgres");
        return builder.AddPostgres(ServerName, password: builder.AddParameter(PasswordName, () => builder.KeptPassword(), secret: true))
            .WithDataVolume($"{Clone.OfThisProgram().Name}-postgres");
    }

    /// <summary>
    /// A volume keeps the password it was made with, so the password is kept as long: beside the clone's other data, not in user
    /// secrets, where it is easily cleared. Parameters:postgres-password, when set, is used instead.
    /// </summary>
    private static string KeptPassword(this IDistributedApplicationBuilder builder) =>
        builder.Configuration[$"Parameters:{PasswordName}"]
        ?? new PasswordFile(Path.Combine(Clone.OfThisProgram().DataDirectory, "container-password")).ReadOrCreate();
}
