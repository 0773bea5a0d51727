namespace OrderApp.Marketplace.Problems;

/// <summary>Errors as people and programs expect them: a page for a browser, problem details for everybody else.</summary>
internal static class ProblemSetup
{
    public static void AddProblems(this IServiceCollection services) =>
        services.AddProblemDetails().AddExceptionHandler<ProblemHandler>();

    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseWhen(
            context => context.Request.IsFromBrowser(),
            browser => browser.UseExceptionHandler("/error").UseStatusCodePagesWithReExecute("/error", "?status={0}"));
        app.UseWhen(
            context => !context.Request.IsFromBrowser(),
            client => client.UseExceptionHandler().UseStatusCodePages());
    }

    /// <summary>True when the caller names HTML among what it accepts, as browsers do when they open a page.</summary>
    public static bool IsFromBrowser(this HttpRequest request) =>
        request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
