namespace OrderApp.AppHost.Accounts;

/// <summary>Services that do something in their own name get a token for it: client credentials that the user service knows.</summary>
internal static class OwnToken
{
    private const int SecretLength = 32;

    /// <summary>Lets a service ask other services in its own name. In run mode its secret is made up at every start; it is nobody's to know.</summary>
    public static IResourceBuilder<ProjectResource> WithOwnToken(this IResourceBuilder<ProjectResource> service, IResourceBuilder<ProjectResource> users)
    {
        var name = service.Resource.Name;
        var secret = users.AddClient(name, "service");
        return service
            .WithEnvironment("Auth__ClientId", name)
            .WithEnvironment("Auth__ClientSecret", secret);
    }

    /// <summary>Makes a client known to the user service, and answers its secret.</summary>
    public static IResourceBuilder<ParameterResource> AddClient(this IResourceBuilder<ProjectResource> users, string name, string role)
    {
        var secret = users.ApplicationBuilder.AddParameter($"{name}-secret", new GenerateParameterDefault { MinLength = SecretLength, Special = false }, secret: true);
        secret.WithParentRelationship(users);
        users
            .WithEnvironment($"Accounts__Clients__{name}__Secret", secret)
            .WithEnvironment($"Accounts__Clients__{name}__Roles__0", role);
        return secret;
    }
}
