using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace OrderApp.Marketplace.Visitors;

/// <summary>Renews the tokens of a session shortly before they expire, and ends it when they are refused.</summary>
internal sealed class SessionEvents(TokenRenewal renewal, TimeProvider time) : CookieAuthenticationEvents
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (SessionTicket.EndOf(context.Properties) - time.GetUtcNow() >= Margin)
            return;
        var renewed = await renewal.RenewAsync(SessionTicket.RefreshTokenOf(context.Properties));
        if (renewed.Tokens is { } tokens)
        {
            SessionTicket.Store(context.Properties, tokens, time.GetUtcNow());
            context.ReplacePrincipal(SessionTicket.PrincipalOf(tokens));
            context.ShouldRenew = true;
        }
        else if (renewed.IsRefused)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Session.Scheme);
        }
    }
}
