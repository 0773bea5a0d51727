using OrderApp.Users.Keys;

namespace OrderApp.Users.Tokens;

/// <summary>What all pages of the token server have: they wait for the keys, and their answers are neither framed nor kept.</summary>
internal sealed class ConnectPages(RequestDelegate next, ServerKeys keys)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/connect", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/.well-known", StringComparison.OrdinalIgnoreCase))
        {
            if (!keys.AreRead)
            {
                context.Response.Headers.RetryAfter = "1";
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            var headers = context.Response.Headers;
            // No form-action: browsers apply it to the redirect that follows the form, which leads to the client.
            headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
        }

        await next(context);
    }
}
