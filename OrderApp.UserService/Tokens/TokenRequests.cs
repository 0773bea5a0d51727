using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OrderApp.Users.Common;
using OrderApp.Users.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace OrderApp.Users.Tokens;

/// <summary>Decides for whom a token request, which the server has found valid, gets tokens; over HTTP and from <see cref="TokenServer"/> alike.</summary>
internal sealed class TokenRequests(UserDbContext database, IOptions<AccountOptions> options) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        var request = context.Request;
        if (request.GrantType == TokenServer.AccountGrant)
        {
            // Nobody but this process can have put the account there.
            if (context.Transaction.Properties.TryGetValue(TokenServer.AccountProperty, out var account))
                context.Principal = AccountPrincipal.Of((AccountRow)account!, request.GetScopes());
            else
                context.Reject(Errors.UnsupportedGrantType, "The specified 'grant_type' is not supported.");
        }
        else if (request.IsClientCredentialsGrantType())
        {
            context.Principal = AccountPrincipal.Of(request.ClientId!, options.Value.Clients[request.ClientId!].Roles, request.GetScopes());
        }
        else
        {
            await RenewAsync(context);
        }
    }

    // What a code or refresh token says of its person is taken anew from the account, which may have changed or gone.
    private async Task RenewAsync(HandleTokenRequestContext context)
    {
        var before = context.Principal!;
        var account = await database.Accounts.FindAsync([Guid.Parse(before.GetClaim(Claims.Subject)!)], context.CancellationToken);
        if (account is null || account.SecurityStamp != before.GetClaim(AccountPrincipal.StampClaim))
        {
            context.Reject(Errors.InvalidGrant, "The session has ended.");
            return;
        }

        var principal = AccountPrincipal.Of(account, before.GetScopes());
        principal.SetAuthorizationId(before.GetAuthorizationId());
        context.Principal = principal;
    }
}
