using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using OrderApp.Protos;
using AccountsClient = OrderApp.Protos.Accounts.AccountsClient;

namespace OrderApp.Marketplace.Visitors;

/// <summary>The session of a visitor who has signed in: a cookie of his browser.</summary>
internal sealed class Session(AccountsClient accounts, Guests guests, TimeProvider time)
{
    /// <summary>The name of the cookie, and of its authentication scheme.</summary>
    public const string Scheme = "session";

    /// <summary>Begins a session, and gives what he ordered as a guest to his account.</summary>
    /// <param name="context">The request.</param>
    /// <param name="tokens">What the user service gave.</param>
    /// <param name="isKept">Whether the browser keeps it when it is closed.</param>
    public async Task BeginAsync(HttpContext context, Tokens tokens, bool isKept)
    {
        var person = SessionTicket.PrincipalOf(tokens);
        await SignInAsync(context, tokens, person, isKept);
        await guests.HandOverAsync(context, person.FindFirst(SessionTicket.SubjectClaim)!.Value);
    }

    /// <summary>Goes on with other tokens, as after a change of the password.</summary>
    public async Task GoOnAsync(HttpContext context, Tokens tokens)
    {
        var before = await context.AuthenticateAsync(Scheme);
        await SignInAsync(context, tokens, SessionTicket.PrincipalOf(tokens), before.Properties?.IsPersistent is true);
    }

    /// <summary>Shows another name from now on; the tokens have it when they are renewed.</summary>
    public static async Task RenameAsync(HttpContext context, string name)
    {
        var before = await context.AuthenticateAsync(Scheme);
        if (before.Succeeded)
            await context.SignInAsync(Scheme, SessionTicket.Rename(before.Principal, name), before.Properties);
    }

    /// <summary>Ends the session here and at the user service; where that is away, only here, and its tokens last until they expire.</summary>
    public async Task EndAsync(HttpContext context)
    {
        var ticket = await context.AuthenticateAsync(Scheme);
        await context.SignOutAsync(Scheme);
        CartCount.Keep(context, 0);
        if (!ticket.Succeeded)
            return;
        try
        {
            await accounts.SignOutAsync(new() { RefreshToken = SessionTicket.RefreshTokenOf(ticket.Properties) });
        }
        catch (RpcException)
        {
            // The browser has forgotten the tokens.
        }
    }

    private Task SignInAsync(HttpContext context, Tokens tokens, System.Security.Claims.ClaimsPrincipal person, bool isKept)
    {
        var properties = new AuthenticationProperties { IsPersistent = isKept };
        SessionTicket.Store(properties, tokens, time.GetUtcNow());
        return context.SignInAsync(Scheme, person, properties);
    }
}
