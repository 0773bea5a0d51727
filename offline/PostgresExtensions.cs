using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.ApplicationModel
{
    public sealed class PostgresServerResource(string name) : Resource(name), IResourceWithEndpoints, IResourceWithWaitSupport;
}

namespace Aspire.Hosting
{
    /// <summary>Here so that the AppHost compiles: nothing in this stand-in could start a container.</summary>
    public static class PostgresBuilderExtensions
    {
        private static DistributedApplicationException Lacking =>
            new("Containers need the package Aspire.Hosting.PostgreSQL 13.5.4, which the NuGet feed of this machine does not carry.");

        public static IResourceBuilder<PostgresServerResource> AddPostgres(
            this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? password = null) => throw Lacking;

        public static IResourceBuilder<PostgresServerResource> WithDataVolume(
            this IResourceBuilder<PostgresServerResource> builder, string? name = null) => throw Lacking;

        public static IResourceBuilder<IResourceWithConnectionString> AddDatabase(
            this IResourceBuilder<PostgresServerResource> builder, string name) => throw Lacking;
    }
}
