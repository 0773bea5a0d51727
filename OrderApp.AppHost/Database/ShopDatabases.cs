using Microsoft.Extensions.Configuration;
using OrderApp.AppHost.LocalPostgres;

namespace OrderApp.AppHost.Database;

/// <summary>The shop's databases: given from outside, or on one PostgreSQL server that the shop brings along.</summary>
internal static class ShopDatabases
{
    public const string ServerName = "postgres";

    private const string PasswordName = "postgres-password";

    public static IReadOnlyList<string> Names { get; } = ["orderdb", "catalogdb", "recommenddb"];

    /// <summary>
    /// Adds a database of the shop. ConnectionStrings__NAME set from outside wins. Else it is on a server they share: a container
    /// where an engine answers and when publishing, this machine's own PostgreSQL otherwise.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddPostgresDatabase(this IDistributedApplicationBuilder builder, string name)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return builder.ContainerServer(() => builder.AddParameter(PasswordName, secret: true)).AddDatabase(name);
        if (builder.Configuration.GetConnectionString(name) is { } outside)
            return builder.AddConnectionString(name, ReferenceExpression.Create($"{outside}"));
        return builder.UsesContainer()
            ? builder.ContainerServer(() => builder.AddParameter(PasswordName, () => builder.KeptPassword(), secret: true)).AddDatabase(name)
            : builder.LocalServer().AddDatabase(name);
    }

    /// <summary>Where the local server keeps its data: the option Postgres:DataDirectory, else a folder of this clone's own.</summary>
    public static PostgresDataDirectory ShopDataDirectory(this IDistributedApplicationBuilder builder) =>
        new(builder.Configuration["Postgres:DataDirectory"] ?? Clone.OfThisProgram().DataDirectory);

    private static bool UsesContainer(this IDistributedApplicationBuilder builder) =>
        builder.Resources.OfType<PostgresServerResource>().Any()
        || (!builder.Resources.OfType<LocalPostgresResource>().Any() && ContainerEngine.IsWanted(builder.Configuration));

    private static IResourceBuilder<PostgresServerResource> ContainerServer(
        this IDistributedApplicationBuilder builder, Func<IResourceBuilder<ParameterResource>> password) =>
        builder.Resources.OfType<PostgresServerResource>().FirstOrDefault() is { } existing
            ? builder.CreateResourceBuilder(existing)
            : builder.AddPostgres(ServerName, password: password()).WithDataVolume($"{Clone.OfThisProgram().Name}-postgres");

    private static IResourceBuilder<LocalPostgresResource> LocalServer(this IDistributedApplicationBuilder builder) =>
        builder.Resources.OfType<LocalPostgresResource>().FirstOrDefault() is { } existing
            ? builder.CreateResourceBuilder(existing)
            : builder.AddLocalPostgres(ServerName, builder.ShopDataDirectory(), PasswordName);

    /// <summary>
    /// A volume keeps the password it was made with, so the password is kept as long: beside the clone's other data, not in user
    /// secrets, where it is easily cleared. Parameters:postgres-password, when set, is used instead.
    /// </summary>
    private static string KeptPassword(this IDistributedApplicationBuilder builder) =>
        builder.Configuration[$"Parameters:{PasswordName}"]
        ?? new PasswordFile(Path.Combine(Clone.OfThisProgram().DataDirectory, "container-password")).ReadOrCreate();
}
