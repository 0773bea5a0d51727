using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace OrderApp.ServiceDefaults.Callers;

/// <summary>
/// Knows the caller by his token. A call without one is anonymous; one whose token is not valid is refused, also where none is needed, so that
/// nobody acts as nobody by mistake.
/// </summary>
internal sealed class CallerMiddleware(RequestDelegate next, KnownTokens known, IOptionsMonitor<JwtBearerOptions> options)
{
    private const string Scheme = "Bearer";

    public Task InvokeAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return next(context);
        if (known.Find(header) is not { } caller)
            return TokenOf(header) is { } token ? CheckAsync(context, header, token) : next(context);
        return LetInAsync(context, caller);
    }

    private async Task CheckAsync(HttpContext context, string header, string token)
    {
        var result = token.Length > CallerAuthentication.MaxTokenBytes ? AuthenticateResult.Fail("the token is too long")
            : await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        if (result.Succeeded)
        {
            var caller = known.Add(header, token, result.Principal, result.Properties.ExpiresUtc!.Value.UtcDateTime);
            await LetInAsync(context, caller);
        }
        else if (await HasKeysAsync(context.RequestAborted))
        {
            await CallerRefusals.RefuseAsync(context, StatusCode.Unauthenticated, "TOKEN_INVALID", "the access token is not valid (any more)");
        }
        else
        {
            await CallerRefusals.RefuseAsync(context, StatusCode.Unavailable, "KEYS_UNAVAILABLE", "the keys that tokens are checked by cannot be read");
        }
    }

    private Task LetInAsync(HttpContext context, KnownToken caller)
    {
        // What is meant for a guest is not to become what the service may do itself.
        if (caller.Caller.IsService && context.Request.Headers[Caller.GuestHeader] is { Count: > 0 } guest && !Caller.IsGuest(guest, out _))
            return CallerRefusals.RefuseAsync(context, StatusCode.InvalidArgument, "INVALID_FIELD", $"{Caller.GuestHeader}: must be a UUID");
        Caller.Set(context, caller.Principal, caller.Caller);
        return next(context);
    }

    private async Task<bool> HasKeysAsync(CancellationToken cancellationToken)
    {
        if (options.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager is not { } discovery)
            return true;
        try
        {
            await discovery.GetConfigurationAsync(cancellationToken);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string? TokenOf(string header)
    {
        var isToken = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && (header.Length == Scheme.Length || header[Scheme.Length] == ' ');
        return isToken ? header[Scheme.Length..].Trim() : null;
    }
}
