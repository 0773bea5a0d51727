using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Marketplace.Visitors;

/// <summary>Knows the visitor by his cookies, and has the services asked in his name. Who must sign in first is sent to do so.</summary>
internal sealed class VisitorMiddleware(RequestDelegate next, Guests guests, TimeProvider time)
{
    public const string SignInPath = "/account/sign-in";

    public async Task InvokeAsync(HttpContext context)
    {
        var ticket = await context.AuthenticateAsync(Session.Scheme);
        if (ticket.Succeeded)
            await EnterAsync(context, ticket);
        else if (guests.Find(context) is { } guest)
            Caller.SetGuest(context, guest);

        var mustSignIn = context.GetEndpoint()?.Metadata is { } rules && rules.GetMetadata<IAllowAnonymous>() is null && rules.GetMetadata<IAuthorizeData>() is not null;
        if (mustSignIn && !ticket.Succeeded)
            context.Response.Redirect(SignInPath + new QueryBuilder { { "notice", "needed" }, { "returnUrl", ReturnUrl(context.Request) } });
        else
            await next(context);
    }

    private async Task EnterAsync(HttpContext context, AuthenticateResult ticket)
    {
        // What is his must not be shown from a cache once he has left.
        context.Response.Headers.CacheControl = "no-store";
        var isUnproven = SessionTicket.EndOf(ticket.Properties!) <= time.GetUtcNow();
        var visitor = Visitor.Of(ticket.Principal!, isUnproven);
        context.Features.Set(visitor);
        if (isUnproven)
        {
            context.User = ticket.Principal!;
            return;
        }

        Caller.Set(context, ticket.Principal!, SessionTicket.AccessTokenOf(ticket.Properties!));
        await guests.HandOverAsync(context, visitor.AccountId!);
    }

    private static string ReturnUrl(HttpRequest request) => HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString : request.Path.ToString();
}
