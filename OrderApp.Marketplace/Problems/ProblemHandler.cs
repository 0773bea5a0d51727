using System.Globalization;
using System.Net;
using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace OrderApp.Marketplace.Problems;

/// <summary>Answers a failed request of an API client with RFC 9457 problem details; browsers get the error page instead.</summary>
internal sealed class ProblemHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.Request.IsFromBrowser())
            return ValueTask.FromResult(false);

        return exception switch
        {
            RpcException error => WriteAsync(httpContext, ServiceProblem.From(error)),
            BadHttpRequestException error => WriteAsync(
                httpContext, new ProblemDetails { Status = error.StatusCode, Title = "The request is not acceptable", Detail = error.Message }),
            _ => ValueTask.FromResult(false),
        };
    }

    private ValueTask<bool> WriteAsync(HttpContext context, ServiceProblem problem)
    {
        if (problem.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        // RFC 6750, section 3. A token that is not valid was refused before it came to a service.
        if (problem.HttpStatus == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        var details = new ProblemDetails { Status = problem.HttpStatus, Title = problem.Title, Detail = problem.Detail };
        details.Extensions["reason"] = problem.Reason;
        if (problem.Errors.Count > 0)
            details.Extensions["errors"] = problem.Errors;
        if (problem.Metadata.Count > 0)
            details.Extensions["metadata"] = problem.Metadata;
        return WriteAsync(context, details);
    }

    private async ValueTask<bool> WriteAsync(HttpContext context, ProblemDetails details)
    {
        context.Response.StatusCode = details.Status!.Value;
        await problems.TryWriteAsync(new() { HttpContext = context, ProblemDetails = details });
        // Handled too where the caller takes no JSON: the status is the answer then.
        return true;
    }
}

/// <summary>What programs read of a problem that no service gave a reason for.</summary>
internal static class ProblemReasons
{
    /// <summary>TOO_MANY_REQUESTS for 429, and so on.</summary>
    public static string OfStatus(int status) =>
        Enum.IsDefined((HttpStatusCode)status) ? UpperSnakeCase(((HttpStatusCode)status).ToString()) : "FAILED";

    /// <summary>NOT_FOUND for NotFound.</summary>
    public static string UpperSnakeCase(string name) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(name);
}
