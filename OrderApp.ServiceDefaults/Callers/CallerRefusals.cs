using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.ServiceDefaults.Common;

namespace OrderApp.ServiceDefaults.Callers;

/// <summary>How a caller is told that he may not do this: by a gRPC status, or by an HTTP status with problem details where the service writes them.</summary>
internal sealed class CallerRefusals : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded ? next(context)
        : Caller.Of(context) is { IsSignedIn: false, IsService: false, IsOperator: false }
            ? RefuseAsync(context, StatusCode.Unauthenticated, "NOT_SIGNED_IN", "sign in first")
            : RefuseAsync(context, StatusCode.PermissionDenied, "NOT_ALLOWED", "you may not do this");

    /// <summary>Ends a call before its method is reached.</summary>
    public static async Task RefuseAsync(HttpContext context, StatusCode code, string reason, string message)
    {
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) is true)
        {
            var error = RichErrors.Make(code, reason, message);
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = ((int)code).ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
            // Binary fields travel as base64 without padding.
            context.Response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(error.Trailers.GetValueBytes("grpc-status-details-bin")!).TrimEnd('=');
            await context.Response.CompleteAsync();
            return;
        }

        (context.Response.StatusCode, var challenge) = code switch
        {
            StatusCode.Unavailable => (StatusCodes.Status503ServiceUnavailable, ""),
            StatusCode.PermissionDenied => (StatusCodes.Status403Forbidden, ""),
            StatusCode.InvalidArgument => (StatusCodes.Status400BadRequest, ""),
            _ => (StatusCodes.Status401Unauthorized, reason == "TOKEN_INVALID" ? "Bearer error=\"invalid_token\"" : "Bearer"), // RFC 6750, section 3
        };
        if (challenge.Length > 0)
            context.Response.Headers.WWWAuthenticate = challenge;
        if (context.RequestServices.GetService<IProblemDetailsService>() is { } problems)
        {
            await problems.TryWriteAsync(new()
            {
                HttpContext = context,
                ProblemDetails = { Status = context.Response.StatusCode, Detail = message, Extensions = { ["reason"] = reason } },
            });
        }
    }
}
