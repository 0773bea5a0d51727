using System.Security.Claims;
using OpenIddict.Abstractions;
using OrderApp.ServiceDefaults.Callers;
using OrderApp.Users.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace OrderApp.Users.Tokens;

/// <summary>What tokens say of those they are for.</summary>
internal static class AccountPrincipal
{
    /// <summary>Changes with the password: a refresh token or code from before is refused. It is in these alone.</summary>
    public const string StampClaim = "stamp";

    /// <summary>A person: sub, name and role; the address for who asked for it and may see it (id token, scope email).</summary>
    public static ClaimsPrincipal Of(AccountRow account, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("OrderApp", Claims.Name, Claims.Role)
            .SetClaim(Claims.Subject, account.Id.ToString())
            .SetClaim(Claims.Name, account.Name)
            .SetClaim(Claims.Email, account.Email)
            .SetClaim(Claims.EmailVerified, account.EmailConfirmed)
            .SetClaim(StampClaim, account.SecurityStamp)
            .SetClaims(Claims.Role, [.. RolesOf(account)]);
        return Finish(identity, scopes);
    }

    /// <summary>A client in its own name: its client_id and its roles.</summary>
    public static ClaimsPrincipal Of(string clientId, IEnumerable<string> roles, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("OrderApp", Claims.Name, Claims.Role)
            .SetClaim(Claims.Subject, clientId)
            .SetClaims(Claims.Role, [.. roles]);
        return Finish(identity, scopes);
    }

    public static IEnumerable<string> RolesOf(AccountRow account) => account.IsOperator ? [Roles.Customer, Roles.Operator] : [Roles.Customer];

    private static ClaimsPrincipal Finish(ClaimsIdentity identity, IEnumerable<string> scopes)
    {
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(scopes).SetResources(CallerAuthentication.Audience);
        return principal.SetDestinations(claim => claim.Type switch
        {
            Claims.Email or Claims.EmailVerified => principal.HasScope(Scopes.Email) ? [Destinations.IdentityToken] : [],
            StampClaim => [],
            _ => [Destinations.AccessToken, Destinations.IdentityToken],
        });
    }
}
