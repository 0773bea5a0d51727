using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Visitors;

/// <summary>What the session's cookie holds: who it is, and the tokens that say so to the services. It is encrypted.</summary>
internal static class SessionTicket
{
    public const string NameClaim = "name";
    public const string SubjectClaim = "sub";
    private const string RoleClaim = "role";
    private const string AccessToken = "access_token";
    private const string RefreshToken = "refresh_token";
    private const string ExpiresAt = "expires_at";

    private static readonly JsonWebTokenHandler Reader = new() { MapInboundClaims = false };

    /// <summary>The person of an access token. It comes from the user service itself, so nothing needs to be checked.</summary>
    public static ClaimsPrincipal PrincipalOf(Tokens tokens) => Named(Reader.ReadJsonWebToken(tokens.AccessToken).Claims, null);

    /// <summary>The same person under another name.</summary>
    public static ClaimsPrincipal Rename(ClaimsPrincipal person, string name) => Named(person.Claims, name);

    public static void Store(AuthenticationProperties properties, Tokens tokens, DateTimeOffset now) => properties.StoreTokens(
    [
        new() { Name = AccessToken, Value = tokens.AccessToken },
        new() { Name = RefreshToken, Value = tokens.RefreshToken },
        new() { Name = ExpiresAt, Value = now.AddSeconds(tokens.ExpiresIn).ToString("O", CultureInfo.InvariantCulture) },
    ]);

    public static string AccessTokenOf(AuthenticationProperties properties) => properties.GetTokenValue(AccessToken)!;

    public static string RefreshTokenOf(AuthenticationProperties properties) => properties.GetTokenValue(RefreshToken)!;

    /// <summary>When the access token expires.</summary>
    public static DateTimeOffset EndOf(AuthenticationProperties properties) =>
        DateTimeOffset.Parse(properties.GetTokenValue(ExpiresAt)!, CultureInfo.InvariantCulture);

    // No more than what is needed: a cookie travels with every request.
    private static ClaimsPrincipal Named(IEnumerable<Claim> claims, string? name)
    {
        var kept = claims.Where(claim => claim.Type is SubjectClaim or RoleClaim || (claim.Type == NameClaim && name is null))
            .Select(claim => new Claim(claim.Type, claim.Value));
        return new(new ClaimsIdentity(name is null ? kept : kept.Append(new(NameClaim, name)), Session.Scheme, NameClaim, RoleClaim));
    }
}
