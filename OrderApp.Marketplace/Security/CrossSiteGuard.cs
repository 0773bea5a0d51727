using Microsoft.Extensions.Options;
using OrderApp.Marketplace.FrontDoor;

namespace OrderApp.Marketplace.Security;

/// <summary>
/// Refuses changes that a browser makes on behalf of another site. The JSON API takes query strings, which any site's form
/// could send; the pages' forms have their tokens besides. The token server is there for other sites, and guards itself.
/// </summary>
internal sealed class CrossSiteGuard(RequestDelegate next, IOptions<WebOptions> web, IProblemDetailsService problems)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isForeign = request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
        if (!isForeign || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
            || web.Value.CorsOrigins.Contains(request.Headers.Origin.ToString()) || context.GetEndpoint()?.Metadata.GetMetadata<ConnectRoute>() is not null)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await problems.TryWriteAsync(new()
        {
            HttpContext = context,
            ProblemDetails = { Status = StatusCodes.Status403Forbidden, Detail = "Changes are not taken from other sites." },
        });
    }
}
