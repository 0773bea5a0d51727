using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Diagnostics;

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
            BadHttpRequestException error => WriteAsync(httpContext, error.StatusCode, "The request is not acceptable", error.Message),
            _ => ValueTask.FromResult(false),
        };
    }

    private ValueTask<bool> WriteAsync(HttpContext context, ServiceProblem problem)
    {
        if (problem.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, problem.HttpStatus, problem.Title, problem.Detail);
    }

    private async ValueTask<bool> WriteAsync(HttpContext context, int status, string title, string detail)
    {
        context.Response.StatusCode = status;
        await problems.TryWriteAsync(new()
        {
            HttpContext = context,
            ProblemDetails = { Status = status, Title = title, Detail = detail },
        });
        // Handled too where the caller takes no JSON: the status is the answer then.
        return true;
    }
}
