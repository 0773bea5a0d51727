using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OrderApp.ServiceDefaults.Callers;
using OrderApp.Users.Common;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace OrderApp.Users.Tokens;

/// <summary>Those who may ask for tokens: the settings tell, the database follows.</summary>
internal sealed class Clients(IOpenIddictApplicationManager applications, IOptions<AccountOptions> options)
{
    private static readonly string[] AllScopes = [Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.OfflineAccess];

    /// <summary>Adds and changes what the settings name, and removes what they do not. Only who holds the <see cref="Storage.DatabaseLock"/> may call this.</summary>
    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        var wanted = options.Value.Clients.Select(client => Describe(client.Key, client.Value)).Append(DescribeOwn()).ToList();
        foreach (var client in wanted)
        {
            var stored = await applications.FindByClientIdAsync(client.ClientId!, cancellationToken);
            if (stored is null)
                await applications.CreateAsync(client, cancellationToken);
            else
                await applications.UpdateAsync(stored, client, cancellationToken);
        }

        var all = new List<object>();
        await foreach (var stored in applications.ListAsync(cancellationToken: cancellationToken))
            all.Add(stored);
        foreach (var stored in all)
        {
            var id = await applications.GetClientIdAsync(stored, cancellationToken);
            if (!wanted.Any(client => client.ClientId == id))
                await applications.DeleteAsync(stored, cancellationToken);
        }
    }

    private static OpenIddictApplicationDescriptor DescribeOwn() => new()
    {
        ClientId = TokenServer.ClientId,
        ClientType = ClientTypes.Public,
        Permissions =
        {
            Permissions.Endpoints.Token, Permissions.Endpoints.Revocation, Permissions.GrantTypes.RefreshToken,
            Permissions.Prefixes.GrantType + TokenServer.AccountGrant,
        },
    };

    private static OpenIddictApplicationDescriptor Describe(string id, ClientOptions client)
    {
        if (id == TokenServer.ClientId)
            throw new InvalidOperationException($"Accounts:Clients:{id} cannot be set: this client is the shop's own.");
        if (client.Roles.Except(Roles.All).FirstOrDefault() is { } role)
            throw new InvalidOperationException($"Accounts:Clients:{id}:Roles: there is no role {role}.");
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = id,
            ClientSecret = client.Secret,
            ClientType = client.Secret is null ? ClientTypes.Public : ClientTypes.Confidential,
            // The operator has agreed in the name of all when he put it into the settings.
            ConsentType = ConsentTypes.Implicit,
            Permissions = { Permissions.Endpoints.Token, Permissions.Endpoints.Revocation },
        };
        descriptor.RedirectUris.UnionWith(client.RedirectUris);
        descriptor.Permissions.UnionWith((client.Scopes.Count > 0 ? client.Scopes : AllScopes).Select(scope => Permissions.Prefixes.Scope + scope));
        if (client.Secret is not null)
            descriptor.Permissions.Add(Permissions.GrantTypes.ClientCredentials);
        if (client.RedirectUris.Count > 0)
        {
            descriptor.Permissions.UnionWith(
            [
                Permissions.Endpoints.Authorization, Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken,
                Permissions.ResponseTypes.Code,
            ]);
        }

        return descriptor;
    }
}
