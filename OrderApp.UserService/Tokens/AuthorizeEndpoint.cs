using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using OrderApp.Users.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace OrderApp.Users.Tokens;

/// <summary>Where a browser comes for an authorization code: who has not shown a password lately is sent to the sign-in page first.</summary>
internal static class AuthorizeEndpoint
{
    /// <summary>The scheme of the cookie by which a browser is remembered between the two pages.</summary>
    public const string Cookie = "sign-in";

    public const string SignInPath = "/connect/sign-in";

    public static void AddSignInCookie(this AuthenticationBuilder authentication, IHostEnvironment environment) => authentication.AddCookie(Cookie, options =>
    {
        options.Cookie.Name = "orderapp-sign-in";
        options.Cookie.Path = "/connect";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.LoginPath = SignInPath;
        options.ReturnUrlParameter = "return_url";
        options.ExpireTimeSpan = TimeSpan.FromHours(1);
        options.SlidingExpiration = false;
    });

    public static ClaimsPrincipal CookiePrincipal(AccountRow account) => new(new ClaimsIdentity(
        [new(Claims.Subject, account.Id.ToString()), new(AccountPrincipal.StampClaim, account.SecurityStamp!)], Cookie));

    public static async Task<IResult> HandleAsync(HttpContext context, UserDbContext database, TimeProvider time)
    {
        var request = context.GetOpenIddictServerRequest()!;
        var cookie = await context.AuthenticateAsync(Cookie);
        var account = cookie.Succeeded ? await FindAsync(cookie.Principal, database, context.RequestAborted) : null;
        var isOld = request.MaxAge is { } seconds && time.GetUtcNow() - cookie.Properties?.IssuedUtc > TimeSpan.FromSeconds(seconds);
        if (account is not null && !isOld && !request.HasPromptValue(PromptValues.Login))
            return Results.SignIn(AccountPrincipal.Of(account, request.GetScopes()), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);

        if (request.HasPromptValue(PromptValues.None))
        {
            return Results.Forbid(
                new(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.LoginRequired }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        // Back from the sign-in page, the person is not asked again.
        var parameters = request.GetParameters().Where(parameter => parameter.Key is not (Parameters.Prompt or Parameters.MaxAge))
            .Select(parameter => new KeyValuePair<string, string>(parameter.Key, (string?)parameter.Value ?? ""));
        return Results.Challenge(new() { RedirectUri = $"/{TokenSetup.AuthorizationPath}{new QueryBuilder(parameters)}" }, [Cookie]);
    }

    private static async Task<AccountRow?> FindAsync(ClaimsPrincipal principal, UserDbContext database, CancellationToken cancellationToken)
    {
        var account = await database.Accounts.FindAsync([Guid.Parse(principal.GetClaim(Claims.Subject)!)], cancellationToken);
        return account?.SecurityStamp == principal.GetClaim(AccountPrincipal.StampClaim) ? account : null;
    }
}
