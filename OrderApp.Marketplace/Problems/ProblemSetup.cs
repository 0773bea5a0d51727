using Grpc.Core;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace OrderApp.Marketplace.Problems;

/// <summary>Errors as people and programs expect them: a page for a browser, problem details for everybody else.</summary>
internal static class ProblemSetup
{
    public static void AddProblems(this IServiceCollection services) =>
        services
            .AddProblemDetails(options => options.CustomizeProblemDetails = problem =>
                problem.ProblemDetails.Extensions.TryAdd("reason", ProblemReasons.OfStatus(problem.ProblemDetails.Status ?? problem.HttpContext.Response.StatusCode)))
            .AddExceptionHandler<ProblemHandler>();

    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseWhen(
            context => context.Request.IsFromBrowser(),
            browser => browser.UseExceptionHandler(ErrorPage()).UseStatusCodePagesWithReExecute("/error").Use(ForgetFormAsync));
        app.UseWhen(
            context => !context.Request.IsFromBrowser(),
            client => client.UseExceptionHandler().UseStatusCodePages());
    }

    // A refusal is an answer, not an error that an operator would act on.
    private static ExceptionHandlerOptions ErrorPage() => new()
    {
        ExceptionHandlingPath = "/error",
        SuppressDiagnosticsCallback = failure => failure.Exception is RpcException or BadHttpRequestException,
    };

    // The error page has no use for the form of the request that failed, and would fail by it in its turn.
    private static Task ForgetFormAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IExceptionHandlerFeature>() is not null || context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            context.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
            context.Features.Set<IAntiforgeryValidationFeature>(null);
        }

        return next(context);
    }

    /// <summary>True when the caller names HTML among what it accepts, as browsers do when they open a page.</summary>
    public static bool IsFromBrowser(this HttpRequest request) =>
        request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
