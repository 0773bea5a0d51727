using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace OrderApp.Users.Callers;

/// <summary>What happens to a token besides its validation, and how refusals are told.</summary>
internal static class TokenEvents
{
    private const string Scheme = "Bearer";

    public static Task Received(MessageReceivedContext context)
    {
        if (Token(context.HttpContext) is not { } token)
            return Task.CompletedTask;
        if (token.Length > CallerAuthentication.MaxTokenBytes)
        {
            context.Fail("the token is too long");
        }
        else if (context.HttpContext.RequestServices.GetRequiredService<KnownTokens>().Find(token) is { } principal)
        {
            context.Principal = principal;
            context.Success();
        }

        return Task.CompletedTask;
    }

    public static Task Validated(TokenValidatedContext context)
    {
        if (Token(context.HttpContext) is { } token)
            context.HttpContext.RequestServices.GetRequiredService<KnownTokens>().Add(token, context.Principal!, context.SecurityToken.ValidTo);
        return Task.CompletedTask;
    }

    /// <summary>Refuses a call whose token is not valid, whatever it calls.</summary>
    public static async Task RefuseInvalid(HttpContext context, RequestDelegate next)
    {
        if (context.User.Identity is not { IsAuthenticated: true } && Token(context) is not null)
            await context.ChallengeAsync(JwtBearerDefaults.AuthenticationScheme);
        else
            await next(context);
    }

    public static Task Challenge(JwtBearerChallengeContext context)
    {
        if (!IsGrpc(context.HttpContext))
            return Task.CompletedTask;
        context.HandleResponse();
        var problem = Token(context.HttpContext) is null ? "sign in first" : "the token is not valid (any more)";
        return RefuseAsync(context.HttpContext, StatusCode.Unauthenticated, problem);
    }

    public static Task Forbidden(ForbiddenContext context) =>
        IsGrpc(context.HttpContext) ? RefuseAsync(context.HttpContext, StatusCode.PermissionDenied, "you may not do this") : Task.CompletedTask;

    // A gRPC call ends with a status of its own, in the headers when there is no message.
    private static Task RefuseAsync(HttpContext context, StatusCode code, string problem)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)code).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(problem);
        return context.Response.CompleteAsync();
    }

    private static bool IsGrpc(HttpContext context) =>
        context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) is true;

    private static string? Token(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var isToken = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && (header.Length == Scheme.Length || header[Scheme.Length] == ' ');
        return isToken ? header[Scheme.Length..].Trim() : null;
    }
}
