using OrderApp.Marketplace.FrontDoor;

namespace OrderApp.Marketplace.Security;

/// <summary>What browsers are told to refuse: foreign hosts, inline code, framing, type guessing.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            // The token server's own page knows better what it may do: its form leads on to other sites.
            var isPassedOn = context.GetEndpoint()?.Metadata.GetMetadata<ConnectRoute>() is not null;
            if (!isPassedOn || headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            if (!isPassedOn || headers["Referrer-Policy"].Count == 0)
                headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            return Task.CompletedTask;
        });
        return next(context);
    });
}
