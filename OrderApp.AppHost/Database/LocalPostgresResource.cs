using OrderApp.AppHost.LocalPostgres;

namespace OrderApp.AppHost.Database;

/// <summary>This machine's own PostgreSQL, run by the AppHost as a program.</summary>
internal sealed class LocalPostgresResource(string name, string command, string workingDirectory, PostgresDataDirectory data, ParameterResource password)
    : ExecutableResource(name, command, workingDirectory), IResourceWithConnectionString
{
    private EndpointReference Endpoint => new(this, "tcp");

    public PostgresDataDirectory Data => data;

    public EndpointReferenceExpression Port => Endpoint.Property(EndpointProperty.TargetPort);

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Host={Endpoint.Property(EndpointProperty.Host)};Port={Endpoint.Property(EndpointProperty.Port)};Username={PostgresDataDirectory.UserName};Password={password}");
}
